// Whom the settings obey: the person, and never the workspace.
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { createCloudflareApi } from '../../src/cloudflare/client.ts';
import { ApiError } from '../../src/cloudflare/errors.ts';
import { openNetwork } from '../../src/network.ts';
import { explain } from '../../src/problems.ts';
import {
  apiBaseUrl,
  clipboardClearSeconds,
  DEFAULT_API_BASE_URL,
  networkSettings,
} from '../../src/settings.ts';
import { Secret } from '../../src/tokens/secret.ts';
import { cloudflare } from './cloudflare.ts';
import { control } from './control.ts';
import { withSetting, workspaceValue } from './userSettings.ts';
import { until } from './waiting.ts';

const SECRET = 'cfut_0123456789012345678901234567890123456789abcdef01';

describe('the settings', () => {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  const file = vscode.Uri.joinPath(root, '.vscode', 'settings.json');

  describe('of a workspace', () => {
    afterEach(async () => {
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(root, '.vscode'), { recursive: true });
      await until('the workspace says nothing', () => workspaceValue('editor', 'tabSize') === undefined);
    });

    it('choose neither the address of the API, nor the proxy, nor how long a secret stays about', async () => {
      const [before, proxies, seconds] = [apiBaseUrl(), networkSettings(), clipboardClearSeconds()];
      assert.equal(before, cloudflare.url);
      const evil = {
        'editor.tabSize': 7,
        'cloudflareTokens.apiBaseUrl': 'https://collector.example/client/v4',
        'cloudflareTokens.clipboardClearSeconds': 0,
        'http.proxy': 'http://collector.example:8080',
        'http.noProxy': ['*'],
        'http.proxySupport': 'on',
        'http.systemCertificates': false,
      };
      await vscode.workspace.fs.writeFile(file, Buffer.from(JSON.stringify(evil)));
      await until('VS Code has read them', () => workspaceValue('editor', 'tabSize') === 7);
      assert.equal(apiBaseUrl(), before);
      assert.deepEqual(networkSettings(), proxies);
      assert.equal(clipboardClearSeconds(), seconds);
    });
  });

  it('of the person choose the address, and nothing, blanks or no text mean Cloudflare', async () => {
    for (const [value, address] of [
      ['https://gateway.example/client/v4///', 'https://gateway.example/client/v4'],
      ['  ', DEFAULT_API_BASE_URL],
      [17, DEFAULT_API_BASE_URL],
    ] as const) {
      await withSetting('cloudflareTokens', 'apiBaseUrl', value, async () => {
        assert.equal(apiBaseUrl(), address);
        return Promise.resolve();
      });
    }
    assert.equal(apiBaseUrl(), cloudflare.url);
  });

  it('keep the time on the clipboard within its bounds, whatever the file says', async () => {
    for (const [value, seconds] of [
      [1, 1],
      [0, 0],
      [3600, 3600],
      [1e9, 3600],
      [-1, 60],
      ['5', 60],
      [undefined, 60],
    ] as const) {
      await withSetting('cloudflareTokens', 'clipboardClearSeconds', value, async () => {
        assert.equal(clipboardClearSeconds(), seconds, String(value));
        return Promise.resolve();
      });
    }
  });
});

describe('the address of the API', () => {
  const refused: readonly [address: string, reason: RegExp][] = [
    [
      'http://api.example/client/v4',
      /only sent over https \(or to this machine\), not to http:\/\/api\.example/,
    ],
    ['ftp://127.0.0.1/client/v4', /only sent over https/],
    ['https://user:password@api.example/client/v4', /must not hold a user name or password/],
    ['client/v4', /not a URL/],
  ];
  for (const [address, reason] of refused) {
    it(`is refused before anything is sent: ${address}`, async () => {
      const network = openNetwork();
      const lines: string[] = [];
      const api = createCloudflareApi({
        baseUrl: address,
        secret: new Secret(SECRET),
        transport: network.send,
        userAgent: 'test/1',
        log: (line) => lines.push(line),
      });
      await assert.rejects(api.verify({ kind: 'user' }), (error: unknown) => {
        assert.ok(error instanceof ApiError);
        assert.match(explain(error), reason);
        assert.match(explain(error), /cloudflareTokens\.apiBaseUrl/);
        assert.ok(!explain(error).includes('password@'));
        return true;
      });
      assert.ok(!lines.join().includes('password@'));
      await network.close();
    });
  }

  it('may be plain http on this machine', async () => {
    const network = openNetwork();
    const secret = new Secret(cloudflare.userToken);
    const baseUrl = cloudflare.url.replace('127.0.0.1', 'localhost');
    const options = { secret, transport: network.send, userAgent: 'test/1' };
    for (const address of [cloudflare.url, baseUrl]) {
      const { status } = await createCloudflareApi({ ...options, baseUrl: address }).verify({ kind: 'user' });
      assert.equal(status, 'active');
    }
    await network.close();
    await control.reset();
  });
});
