/** The group whose members are given the admin scope. Only an administrator of the user pool can add one. */
export const STAFF_GROUP = 'staff';
