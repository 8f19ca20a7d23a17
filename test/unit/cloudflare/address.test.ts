import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isLoopback, refuseInsecure } from '../../../src/cloudflare/address.ts';

describe('isLoopback', () => {
  it('knows this machine', () => {
    for (const host of ['localhost', 'LOCALHOST', '127.0.0.1', '127.255.0.3', '::1', '[::1]']) {
      assert.ok(isLoopback(host), host);
    }
  });

  it('takes nothing else for it', () => {
    for (const host of [
      '',
      '128.0.0.1',
      '10.0.0.1',
      '0.0.0.0',
      '127.0.0.1.example.com',
      '127.example.com',
      'localhost.example.com',
      '[::2]',
      '::ffff:192.0.2.1',
    ]) {
      assert.ok(!isLoopback(host), host);
    }
  });
});

describe('refuseInsecure', () => {
  it('lets https go anywhere, and http to this machine', () => {
    for (const url of ['https://api.cloudflare.com/client/v4', 'http://127.0.0.1:8787/', 'http://[::1]/']) {
      assert.equal(refuseInsecure(url).href.startsWith(url), true);
    }
    // What a URL parser takes for 127.0.0.1 is it.
    assert.equal(refuseInsecure('http://0x7f.1/').hostname, '127.0.0.1');
  });

  it('refuses the rest without repeating what may be secret in it', () => {
    for (const url of [
      'http://10.0.0.1/',
      'ws://localhost/',
      'file:///etc',
      'https://me:hunter2@api.test/',
      '',
    ]) {
      assert.throws(
        () => refuseInsecure(url),
        (error: Error) => error.name === 'TransportError' && !error.message.includes('hunter2'),
      );
    }
  });
});
