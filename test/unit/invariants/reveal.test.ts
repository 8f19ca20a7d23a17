// One way in and out of each thing: which files of the product do what a secret, or a person's trust, depends on.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';

const root = join(import.meta.dirname, '../../..');

/** The product's sources, without their comments. */
const sources = ['src', 'webview'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => {
      const text = readFileSync(join(root, folder, file), 'utf8');
      const code = text.replace(/\/\*[^]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
      return { file: join(folder, file).replaceAll('\\', '/'), code };
    }),
);

function filesWith(pattern: RegExp): string[] {
  return sources
    .filter(({ code }) => pattern.test(code))
    .map(({ file }) => file)
    .sort();
}

const places: readonly [what: string, pattern: RegExp, files: readonly string[]][] = [
  [
    'takes the text out of a Secret',
    /(?<!\bpanel)\.reveal\(\)/,
    [
      'src/cloudflare/caller.ts', // the Authorization header
      'src/cloudflare/limiter.ts', // hashed, to tell credentials apart
      'src/cloudflare/redact.ts', // to take it out of texts
      'src/commands/copySecret.ts', // the clipboard
      'src/commands/verifyToken.ts', // the shape of a pasted secret
      'src/commands/whoseSecret.ts', // the shape of one that is adopted
      'src/insertion/replaceInFile.ts', // looked for in a file, to take it out
      'src/insertion/s3Secret.ts', // hashed, for R2
      'src/insertion/terminal.ts', // the environment of one terminal
      'src/insertion/uses.ts', // compared with the values of env files
      'src/insertion/write.ts', // an env file
      'src/tokens/secret.ts', // compared with another
      'src/usage/fingerprints.ts', // hashed under the key of this window
      'src/vault/envelope.ts', // SecretStorage
      'src/wizard/conversation.ts', // the Reveal button
    ],
  ],
  [
    'is given SecretStorage',
    /\bcontext\.secrets\b/,
    [
      'src/extension.ts', // whether it has anything at all
      'src/parts.ts',
    ],
  ],
  ['uses SecretStorage', /\bsecrets\.(store|delete|onDidChange)\b/, ['src/vault/vault.ts']],
  ['reads the configuration', /\bgetConfiguration\b/, ['src/settings.ts']],
  [
    'reads the environment',
    /\bprocess\.env\b/,
    [
      'src/connections/connect.ts', // CLOUDFLARE_API_TOKEN
      'src/extension.ts', // whether there is one
      'src/insertion/gitGuard.ts', // handed on to git
      'src/insertion/rivals.ts', // variables that hide those of a file
      'src/leaks/reference.ts', // a text for other people’s code
      'src/network.ts', // the proxy's variables
    ],
  ],
  [
    'changes files',
    /\b(applyEdit|writeFile|appendFile|createWriteStream)\b/,
    [
      'src/insertion/gitGuard.ts', // .gitignore
      'src/insertion/repair.ts', // line endings
      'src/insertion/replaceInFile.ts', // takes a secret out
      'src/insertion/rivals.ts', // comments a Global API key out
      'src/insertion/workerBindings.ts', // an empty .dev.vars
      'src/insertion/write.ts', // an env file
      'src/templates/saveTemplate.ts', // a template, without any secret
    ],
  ],
  [
    'writes to the clipboard',
    /\bclipboard\.writeText\b/,
    [
      'src/commands/copySecret.ts', // a secret, and only for a while
      'src/commands/links.ts', // an id
      'src/wizard/panel.ts', // a command that names a variable in place of the secret
    ],
  ],
  ['posts to the webview', /\bwebview\.postMessage\b/, ['src/wizard/panel.ts']],
  ["uses the host's fetch", /\bglobalThis\.fetch\b/, ['src/cloudflare/transport-host.ts']],
  [
    'keeps anything in VS Code’s unencrypted state',
    /\b(globalState|workspaceState)\b/,
    [
      'src/parts.ts', // hands it on; which creates were sent: names and policies, see src/wizard/attempts.ts
      'src/usage/notes.ts', // what a person noted of consumers
      'src/usage/usage.ts', // hands it on
    ],
  ],
  ['types into a terminal', /\bsendText\b/, []],
  ['opens a terminal', /\bcreateTerminal\b/, ['src/insertion/terminal.ts']],
  ['prints to the console', /\bconsole\.\w+\(/, []],
  ['sends telemetry', /\b(createTelemetryLogger|TelemetryLogger)\b/, []],
  [
    'changes what all extensions share',
    /\bsetGlobalDispatcher\b|\bNODE_TLS|\bglobalAgent\b|\bsetDefaultCACertificates\b/,
    [],
  ],
];

describe('the files of the product', () => {
  for (const [what, pattern, files] of places) {
    it(`${files.length === 0 ? 'none' : `only ${files.length}`}: ${what}`, () => {
      assert.deepEqual(filesWith(pattern), files);
    });
  }

  it('are all there', () => {
    assert.ok(sources.length > 80, `only ${sources.length} files were found`);
  });
});
