/** The version is a mount point: every route answers below it and without it. */
export const VERSION_PREFIX = '/v1';

/** The scope of those who run shows. The gateway asks it of the admin routes, and the functions again. */
export const ADMIN_SCOPE = 'willcall/admin';
