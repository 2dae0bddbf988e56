import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningStack } from '@willcall/localstack';
import { afterAll, inject } from 'vitest';
import { type BoxOffice, openBoxOffice } from '../http/box-office.ts';

export type RunningStage = {
  readonly office: BoxOffice;
  /** For commands that must find this stage and nothing of the developer's. */
  readonly env: NodeJS.ProcessEnv;
};

/** A stage with an event bus, as commands find the one of `npm start`. It stops with the file. */
export const startRunningStage = async (): Promise<RunningStage> => {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-running-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  // Commands sign their tokens with the key in this folder.
  const office = await openBoxOffice({ announces: true, stateFolder: folder });
  const { url, eventsEndpoint, stage, resources } = office.stage;
  const running: RunningStack = {
    pid: process.pid,
    url,
    dynamodbEndpoint: inject('dynamodbEndpoint'),
    sqsEndpoint: inject('sqsEndpoint'),
    backend: inject('backend'),
    eventsEndpoint,
    stage,
    ...resources,
  };
  await writeFile(join(folder, 'running.json'), JSON.stringify(running));
  return { office, env: { PATH: process.env.PATH, WILLCALL_STATE: folder } };
};
