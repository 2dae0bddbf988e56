// Plain JavaScript that old releases can read. They fail on the first line of TypeScript with a
// stack trace that does not give the reason. This module is loaded first.
const [major] = process.versions.node.split('.');
if (Number(major) < 24) {
  console.error(
    `willcall requires Node 24 or newer, but this is ${process.version}. Install it from https://nodejs.org, or run npm ci, which installs it on Linux (x64), and then npx --no-install willcall or an npm script, which use it.`,
  );
  process.exit(1);
}
