/** The emulators check no signature; the SDK wants one all the same. */
export const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

export const LOCAL_REGION = 'us-east-1';
