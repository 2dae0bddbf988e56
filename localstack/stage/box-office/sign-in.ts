import { USER_ID_RULE, UserId } from '@willcall/contracts';
import * as z from 'zod';
import { issueToken } from '../identity.ts';
import type { RunnerEndpoint } from './runner.ts';

const error = `Send the name of a user: ${USER_ID_RULE}.`;

const isUserId = (text: string): boolean => UserId.safeParse(text).success;

const SignIn = z.strictObject(
  { user: z.string({ error }).refine(isUserId, { error }), admin: z.boolean({ error }).optional() },
  { error },
);

/** Signs in whoever asks under the name that they pick, with the token that `willcall token` prints. */
export const createSignIn = (stateFolder: string): RunnerEndpoint => ({
  name: 'sign-in',
  answer: async (body) => {
    const { user, admin } = SignIn.parse(body);
    return { token: await issueToken({ user, admin }, stateFolder) };
  },
});
