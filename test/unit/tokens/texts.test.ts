// Texts that leave the extension: labels, Markdown, commands, links and variable names.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { dashboardUrl, managementTokenUrl } from '../../../src/tokens/dashboardLink.ts';
import { checkVariableName, proposeVariables } from '../../../src/tokens/envName.ts';
import { escapeMarkdown, plain } from '../../../src/tokens/markdown.ts';
import { ownerKey, sameOwner } from '../../../src/tokens/owner.ts';
import type { Owner } from '../../../src/tokens/token.ts';
import { verifyCommand } from '../../../src/tokens/verifyCommand.ts';

const USER: Owner = { kind: 'user' };
const ACCOUNT: Owner = { kind: 'account', accountId: 'a'.repeat(32) };

describe('plain text of names', () => {
  it('is one line without characters that reorder or hide text', () => {
    assert.equal(plain('a\r\nb\tc\u0000'), 'a b c ');
    assert.equal(plain('invoice\u202egpj.exe\u2066x\u2069'), 'invoicegpj.exex');
    assert.equal(plain('a\u200bb\ufeffc\u{e0041}'), 'abc');
    assert.equal(plain('\ud800x'), '\ufffdx');
  });

  it('makes no link, command or icon of them in notifications and labels', () => {
    // What VS Code 1.105 and 1.139 look for in the text of a notification, and in that of a label.
    const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: ["'].+?["'])?\)/i;
    const icon = /(\\)?\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/;
    for (const name of ['[Renew](command:workbench.action.closeWindow)', '[x](https://evil.example)']) {
      assert.match(name, link);
      assert.doesNotMatch(plain(name), link);
      assert.equal(plain(name).replaceAll('\u200b', ''), name);
    }
    assert.doesNotMatch(plain('$(trash) Deploy'), icon);
  });

  it('keeps letters of every script, and emoji that are joined', () => {
    for (const name of ['مرحبا بالعالم', 'שלום', '東京', 'नमस्ते', '👩‍💻 deploy', 'می‌خواهم'])
      assert.equal(plain(name), name);
  });
});

const MARKUP = Array.from('\\`*_{}[]()#+-.!|~$:@^<>&"\'\n ');

describe('names in Markdown', () => {
  it('have every character of markup escaped', () => {
    assert.equal(
      escapeMarkdown('**x** [a](command:evil) `c` <b>'),
      '\\*\\*x\\*\\* \\[a\\]\\(command\\:evil\\) \\`c\\` &lt;b&gt;',
    );
    assert.equal(escapeMarkdown('$(trash) # h\n- item\n1. one'), '\\$\\(trash\\) \\# h \\- item 1\\. one');
    assert.equal(
      escapeMarkdown('https://evil.example www.x.y a@b.c'),
      'https\\://evil\\.example www\\.x\\.y a\\@b\\.c',
    );
    assert.equal(escapeMarkdown('&amp; ![x](y)'), '&amp;amp; \\!\\[x\\]\\(y\\)');
    assert.equal(escapeMarkdown('    code'), 'code');
  });

  it('hold no character of markup that is not escaped, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.oneof(fc.constantFrom(...MARKUP), fc.string({ maxLength: 1 })),
        }),
        (name) => {
          const rest = escapeMarkdown(name).replace(/\\[!-/:-@[-`{-~]|&(?:amp|lt|gt);/g, '');
          assert.doesNotMatch(rest, /[\\`*_{}[\]()#+\-.!|~$:@^<>&\n\r]/);
        },
      ),
    );
  });
});

describe('the command that verifies a token', () => {
  const BASE = 'https://api.cloudflare.com/client/v4';

  it('asks at the owner’s address, with the secret from the environment', () => {
    assert.equal(
      verifyCommand(USER, BASE),
      `curl -H "Authorization: Bearer $CLOUDFLARE_API_TOKEN" '${BASE}/user/tokens/verify'`,
    );
    assert.equal(
      verifyCommand(ACCOUNT, `${BASE}/`, 'CF_TOKEN'),
      `curl -H "Authorization: Bearer $CF_TOKEN" '${BASE}/accounts/${'a'.repeat(32)}/tokens/verify'`,
    );
  });

  it('gives the address to curl as it is, whatever is in it', () => {
    const base = 'http://127.0.0.1:1/it\'s $(id) `id` "x" & y';
    const command = verifyCommand(USER, base).replace(/^curl/, 'printf "%s\\n"');
    const { stdout } = spawnSync('sh', ['-c', command], {
      encoding: 'utf8',
      env: { CLOUDFLARE_API_TOKEN: 'x' },
    });
    assert.deepEqual(stdout.split('\n'), ['-H', 'Authorization: Bearer x', `${base}/user/tokens/verify`, '']);
  });
});

describe('links to the dashboard', () => {
  it('lead to the tokens of an owner', () => {
    assert.equal(dashboardUrl(USER), 'https://dash.cloudflare.com/profile/api-tokens');
    assert.equal(dashboardUrl(ACCOUNT), `https://dash.cloudflare.com/${'a'.repeat(32)}/api-tokens`);
  });

  it('fill in a management token for the user', () => {
    const url = new URL(managementTokenUrl());
    assert.equal(url.origin + url.pathname, 'https://dash.cloudflare.com/profile/api-tokens');
    assert.deepEqual(JSON.parse(url.searchParams.get('permissionGroupKeys') ?? ''), [
      { key: 'api_tokens', type: 'edit' },
      { key: 'user_details', type: 'read' },
      { key: 'zone', type: 'read' },
      { key: 'account_settings', type: 'read' },
    ]);
    const others = ['accountId', 'zoneId', 'name'].map((name) => url.searchParams.get(name));
    assert.deepEqual(others, ['*', 'all', 'API Tokens for VS Code']);
    assert.doesNotMatch(url.href, /[{}"\s]/);
  });

  it('fill in a management token for an account', () => {
    const url = new URL(managementTokenUrl('account'));
    assert.equal(url.searchParams.get('to'), '/:account/api-tokens');
    const [first] = JSON.parse(url.searchParams.get('permissionGroupKeys') ?? '') as unknown[];
    assert.deepEqual(first, { key: 'account_api_tokens', type: 'edit' });
  });
});

describe('names of variables', () => {
  it('are proposed from the file, then from examples, then by custom', () => {
    const proposals = proposeVariables({
      inFile: ['PORT', 'MY_CLOUDFLARE_TOKEN', 'CF_API_TOKEN', 'CLOUDFLARE_API_KEY', 'CF_Token'],
      inExamples: ['CF_API_TOKEN', 'CLOUDFLARE_DNS_TOKEN', 'CLOUDFLARE_ACCOUNT_ID', 'CSRF_TOKEN'],
    });
    assert.deepEqual(proposals.slice(0, 5), [
      { name: 'MY_CLOUDFLARE_TOKEN', source: 'file' },
      { name: 'CF_API_TOKEN', source: 'file' },
      { name: 'CF_Token', source: 'file' },
      { name: 'CLOUDFLARE_DNS_TOKEN', source: 'example' },
      { name: 'CLOUDFLARE_API_TOKEN', source: 'common' },
    ]);
    const ofTools = [{ name: 'CF_DNS_API_TOKEN', tool: 'lego' }];
    assert.deepEqual(proposeVariables({ inFile: ['CF_TOKEN'], inExamples: [], ofTools }).slice(0, 3), [
      { name: 'CF_TOKEN', source: 'file' },
      { name: 'CF_DNS_API_TOKEN', source: 'tool', tool: 'lego' },
      { name: 'CLOUDFLARE_API_TOKEN', source: 'common' },
    ]);
    assert.equal(new Set(proposals.map(({ name }) => name)).size, proposals.length);
    assert.equal(proposeVariables({ inFile: [], inExamples: [] })[0]?.name, 'CLOUDFLARE_API_TOKEN');
  });

  it('are checked to be names that shells can hold', () => {
    for (const name of ['A', '_x', 'CF_Token', 'a1']) assert.equal(checkVariableName(name), undefined, name);
    for (const name of ['', '1A', 'A-B', 'A B', 'Ä', 'A=1', 'A\n'])
      assert.equal(typeof checkVariableName(name), 'string', name);
    for (const { name } of proposeVariables({ inFile: [], inExamples: [] }))
      assert.equal(checkVariableName(name), undefined);
  });
});

describe('owners', () => {
  it('are told apart by kind and account', () => {
    assert.deepEqual([ownerKey(USER), ownerKey(ACCOUNT)], ['user', `account:${'a'.repeat(32)}`]);
    assert.ok(sameOwner(ACCOUNT, { ...ACCOUNT }));
    assert.ok(
      !sameOwner(USER, ACCOUNT) && !sameOwner(ACCOUNT, { kind: 'account', accountId: 'b'.repeat(32) }),
    );
  });
});
