// Runs inside the extension host, in place of the real test entry (whose path is in TEST_ENTRY), and calls that. It marks
// what the tests print, to tell it from VS Code's own log, and says when they are done: see in-host.ts.
const { format } = require('node:util');

const vscodeConsole = console;
const print = (text) => text.split('\n').forEach((line) => vscodeConsole.log(`[test] ${line}`));
// The methods of VS Code's own console cannot be replaced one by one, so a console of ours goes in front of it.
globalThis.console = Object.create(vscodeConsole);
for (const method of ['log', 'info', 'warn', 'error'])
  Object.defineProperty(console, method, { value: (...args) => print(format(...args)) });
let unfinishedLine = '';
process.stdout.write = (chunk) => {
  const lines = (unfinishedLine + chunk).split('\n');
  unfinishedLine = lines.pop();
  lines.forEach(print);
  return true;
};

exports.run = async () => {
  try {
    await require(process.env.TEST_ENTRY).run();
  } finally {
    if (unfinishedLine) print(unfinishedLine);
  }
  vscodeConsole.log('[test-run-complete]');
};
