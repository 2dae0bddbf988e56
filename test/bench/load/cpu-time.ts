import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Milliseconds of CPU time, in user and system mode. */
export type CpuTime = {
  /** Of this process, which runs the sellers. */
  readonly sellersMs: number;
  /** Of DynamoDB Local. Null where the system does not tell, or where another process started it. */
  readonly dynamodbMs: number | null;
};

/** Starts to measure. The returned function gives the CPU time since then. */
export function startCpuClock(dynamodbPid: number | undefined): () => CpuTime {
  const before = process.cpuUsage();
  const dynamodbBefore = readCpuMs(dynamodbPid);
  return () => {
    const { user, system } = process.cpuUsage(before);
    const now = readCpuMs(dynamodbPid);
    return {
      sellersMs: (user + system) / 1_000,
      dynamodbMs: now === null || dynamodbBefore === null ? null : now - dynamodbBefore,
    };
  };
}

let ticksPerSecond: number | undefined;

/** CPU time of a process since its start, from Linux's process list. */
function readCpuMs(pid: number | undefined): number | null {
  if (pid === undefined || !existsSync(`/proc/${pid}/stat`)) return null;
  ticksPerSecond ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  // The second field is the program in parentheses, which may contain spaces. Source: man 5 proc_pid_stat
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) (?=[^)]*$)/);
  const [userTicks = Number.NaN, systemTicks = Number.NaN] = fields
    .split(' ')
    .slice(11)
    .map(Number);
  return ((userTicks + systemTicks) * 1_000) / ticksPerSecond;
}
