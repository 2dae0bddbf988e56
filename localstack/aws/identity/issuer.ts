/** Who local tokens are from and for. Only the local gateway knows them. */
export const LOCAL_ISSUER = 'https://willcall.local';
export const LOCAL_AUDIENCE = 'willcall';
