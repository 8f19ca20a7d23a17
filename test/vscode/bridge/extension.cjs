// A test-only extension: lets a test evaluate a function inside the extension host. It listens to nothing; it dials the
// test that started this VS Code, on the loopback port in TEST_BRIDGE_PORT, and does nothing at all without that variable.
const net = require('node:net');
const readline = require('node:readline');
const vscode = require('vscode');

exports.activate = (context) => {
  const port = Number(process.env.TEST_BRIDGE_PORT);
  if (!port) return;
  const socket = net.connect(port, '127.0.0.1');
  const send = (message) => socket.write(JSON.stringify(message) + '\n');
  socket.on('connect', () => send({ hello: process.pid }));
  socket.on('error', () => {}); // the test is over
  context.subscriptions.push({ dispose: () => socket.destroy() });
  readline.createInterface({ input: socket }).on('line', async (line) => {
    const { id, source, arg } = JSON.parse(line);
    try {
      const evaluate = new Function(`return (${source})`)();
      send({ id, value: await evaluate({ vscode, context, require }, arg) });
    } catch (error) {
      send({ id, error: String(error?.stack ?? error) });
    }
  });
};
