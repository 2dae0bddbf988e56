// Plain JavaScript that old releases can read: they fail on the first line of TypeScript, with a
// stack trace that does not say why. Loaded before anything else.
const [major] = process.versions.node.split('.');
if (Number(major) < 24) {
  console.error(
    `willcall needs Node 24 or newer and this is ${process.version}: install it from https://nodejs.org, or run npm ci, which brings it along on Linux (x64).`,
  );
  process.exit(1);
}
