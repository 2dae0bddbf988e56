#!/usr/bin/env node
// Plain JavaScript, so that the version check runs before any TypeScript is read.
import './require-node-24.mjs';

const { run } = await import('./program.ts');
await run();
