import { spawn } from 'node:child_process';
import { known } from '@willcall/contracts';
import { expect, onTestFinished, test } from 'vitest';
import { untilStackEnds, watchStackEnd } from './ended-stack.ts';

const url = 'http://127.0.0.1:3000';
const sentence =
  'The stack that npm start ran at http://127.0.0.1:3000 has ended. Its terminal says why. Start it again with npm start, then run this command again.';

const startProcess = () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, stack: { pid: known(child.pid, 'pid'), url } };
};

const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

test('a command is told that its stack has ended, not which request was refused', async () => {
  const { child, stack } = startProcess();
  const work = untilStackEnds(stack, async () => {
    child.kill('SIGKILL');
    throw new Error('SQS did not return messages', { cause: refused });
  });
  await expect(work).rejects.toMatchObject({ code: 'STACK_ENDED', message: sentence });
});

test('an error of another kind, or on another stage, is not changed', async () => {
  const wrong = new Error('wrong');
  const fail = (error: Error) => () => Promise.reject(error);
  await expect(untilStackEnds({ pid: process.pid, url }, fail(wrong))).rejects.toBe(wrong);
  await expect(untilStackEnds(undefined, fail(refused))).rejects.toBe(refused);
});

test('the end of a stack is noticed while nothing is requested from it', async () => {
  const { child, stack } = startProcess();
  const ended = watchStackEnd(stack, new AbortController().signal);
  child.kill('SIGKILL');
  expect((await ended).message).toBe(sentence);
});
