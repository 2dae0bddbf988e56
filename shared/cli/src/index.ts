export { Command, Option } from 'commander';
export { CommandError, exitCodes, InterruptedError, SettingError, UsageError } from './errors.ts';
export { endWhenReaderLeaves, type Write, writeTo } from './output.ts';
export { type ProgramDefinition, runProgram } from './program.ts';
export { type Progress, startProgress, withProgress } from './progress.ts';
export { interruptible, stopOnSignals } from './signals.ts';
