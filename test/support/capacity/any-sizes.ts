import fc from 'fast-check';

/** Item sizes in bytes, mostly a byte or two beside a boundary of 1 KB or 4 KB. */
export const sizes = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -1, max: 1 }))
    .map(([kilobytes, off]) => kilobytes * 1024 + off),
  fc.integer({ min: 60, max: 9000 }),
);

export const FEW = { numRuns: 12 };
