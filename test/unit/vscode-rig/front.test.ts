// The proxy in front of the VS Code server, with a small server of our own behind it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { startFront } from '../../vscode/front.ts';
import type { Front } from '../../vscode/front.ts';

describe('startFront', () => {
  const folder = mkdtempSync(join(tmpdir(), 'front-'));
  const behind = http.createServer((request, response) => {
    response.writeHead(418, { 'x-seen': `${request.method ?? ''} ${request.url ?? ''}` });
    request.pipe(response);
  });
  let front: Front;

  before(async () => {
    behind.on('upgrade', (_request, socket, head) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
      socket.write(head);
      socket.pipe(socket);
    });
    behind.listen(join(folder, 'socket'));
    await once(behind, 'listening');
    front = await startFront(join(folder, 'socket'));
  });
  after(async () => {
    await front.close();
    behind.closeAllConnections();
    behind.close();
    rmSync(folder, { recursive: true });
  });

  it('passes requests and answers on', async () => {
    const answer = await fetch(`${front.origin}/a?b=c`, { method: 'PUT', body: 'tea' });
    assert.equal(answer.status, 418);
    assert.equal(answer.headers.get('x-seen'), 'PUT /a?b=c');
    assert.equal(await answer.text(), 'tea');
  });

  it('passes WebSockets on, in both directions', async () => {
    const headers = { connection: 'Upgrade', upgrade: 'echo' };
    const request = http.request(front.origin, { headers });
    request.end();
    const [answer, socket] = (await once(request, 'upgrade')) as [IncomingMessage, NodeJS.ReadWriteStream];
    assert.equal(answer.headers.upgrade, 'echo');
    socket.write('ping');
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    assert.equal(chunk.toString(), 'ping');
    socket.end();
  });

  it('hands out one key of 32 bytes for its whole life', async () => {
    const mint = async (): Promise<string> => {
      const answer = await fetch(`${front.origin}/mint-key`, { method: 'POST' });
      const key = Buffer.from(await answer.arrayBuffer());
      assert.equal(key.length, 32);
      return key.toString('hex');
    };
    assert.equal(await mint(), await mint());
  });

  it('sends links to local ports there', async () => {
    const answer = await fetch(`${front.origin}/proxy/8787/x?y`, { redirect: 'manual' });
    assert.equal(answer.status, 302);
    assert.equal(answer.headers.get('location'), 'http://127.0.0.1:8787/x?y');
  });

  it('answers to no other name', async () => {
    const request = http.request(`${front.origin}/mint-key`, {
      method: 'POST',
      headers: { host: 'evil.example' },
    });
    request.end();
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    answer.resume();
    assert.equal(answer.statusCode, 403);
  });
});
