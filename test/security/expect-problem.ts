import type { HttpAnswer } from '@willcall/client/checked';
import { expect } from 'vitest';

/** Part of every bad value that can contain text. No answer may repeat it. */
export const MARK = 'x7q9';

export const expectProblem = (
  answer: HttpAnswer,
  status: number,
  code: string,
  paths?: string[],
) => {
  expect(answer).toMatchObject({
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: { code, status, type: expect.any(String), title: expect.any(String) },
  });
  expect(answer.text).not.toContain(MARK);
  const { errors } = answer.body as { errors?: { path: string; message: string }[] };
  expect(errors?.map(({ path }) => path)).toEqual(paths);
  for (const { message } of errors ?? []) expect(message).toMatch(/\S/);
};
