#!/usr/bin/env node
// Plain JavaScript: the guard speaks before any TypeScript is read.
import './require-node-24.mjs';

const { run } = await import('./program.ts');
await run();
