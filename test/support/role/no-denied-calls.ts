import { afterAll, afterEach, expect } from 'vitest';
import { takeDeniedCalls } from './denied-calls.ts';

/**
 * Fails a test whose functions made a call that their deployed roles do not allow. By itself not each
 * would fail: a function may make do without what it was refused, or leave it to a redelivery.
 */
const expectNone = (): void => expect(takeDeniedCalls()).toEqual([]);

afterEach(expectNone);
afterAll(expectNone);
