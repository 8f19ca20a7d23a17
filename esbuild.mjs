// Builds everything that is shipped or run inside VS Code: the extension, the webview and, for tests, the in-host suite.
//   node esbuild.mjs                development build
//   node esbuild.mjs --production   minified, without source maps, with a table of sizes
//   node esbuild.mjs --watch        builds again on every change
//   node esbuild.mjs --out=folder   builds there instead of in dist
import { build, context, transform } from 'esbuild';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const root = import.meta.dirname;
const out = path.resolve(
  root,
  process.argv.find((argument) => argument.startsWith('--out='))?.slice('--out='.length) ?? 'dist',
);
const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
};

/**
 * The extension is built as ES modules with code splitting, so that undici, zod and the permission data stay out of
 * the file that activation loads, and shared modules exist once. Each chunk is then turned into CommonJS, which the
 * extension host loads without its ES module hooks (ARCHITECTURE.md, "How it is built", has the measurements).
 */
const extension = {
  ...shared,
  entryPoints: { extension: 'src/extension.ts' },
  outdir: out,
  platform: 'node',
  target: 'node22.19',
  format: 'esm',
  splitting: true,
  outExtension: { '.js': '.cjs' },
  chunkNames: 'chunks/[name]-[hash]',
  external: ['vscode'],
  plugins: [{ name: 'to-commonjs', setup: (b) => b.onEnd((result) => toCommonJs(result)) }],
  write: false,
};

async function toCommonJs(result) {
  await rm(path.join(out, 'chunks'), { recursive: true, force: true });
  for (const file of result.outputFiles ?? []) {
    await mkdir(path.dirname(file.path), { recursive: true });
    if (!file.path.endsWith('.cjs')) {
      await writeFile(file.path, file.contents);
      continue;
    }
    const { code } = await transform(file.text, {
      format: 'cjs',
      platform: 'node',
      target: 'node22.19',
      minify: production,
      // VS Code's module loader answers require('vscode'), not import('vscode'); chunks are required likewise.
      supported: { 'dynamic-import': false },
    });
    await writeFile(file.path, code);
  }
}

const webview = {
  ...shared,
  entryPoints: { wizard: 'webview/wizard/main.tsx' },
  outdir: path.join(out, 'webview'),
  platform: 'browser',
  target: 'chrome138',
  format: 'iife',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.svg': 'text' },
};

/**
 * The schema of template files, with the permission groups of each scope for the editor to complete. Other names are
 * allowed: Cloudflare adds groups, and the wizard resolves names against its live list.
 */
async function writeTemplateSchema() {
  const data = path.join(root, 'src/tokens/data');
  const read = async (name) => JSON.parse(await readFile(path.join(data, name), 'utf8'));
  const schema = await read('template.schema.json');
  const groups = await read('permission-groups.json');
  for (const [grant, scope] of Object.entries(GRANT_SCOPES)) {
    const names = [
      ...new Set(groups.filter((group) => group.scope === scope).map(({ name }) => name)),
    ].sort();
    const known = { ...schema.definitions.permissions.items.properties.name, anyOf: [{ enum: names }, {}] };
    const { items } = schema.definitions.permissions;
    schema.definitions[grant].properties.permissions = {
      ...schema.definitions.permissions,
      items: { ...items, properties: { ...items.properties, name: known } },
    };
  }
  await mkdir(out, { recursive: true });
  await writeFile(path.join(out, 'template.schema.json'), JSON.stringify(schema));
}

const GRANT_SCOPES = {
  userGrant: 'com.cloudflare.api.user',
  accountGrant: 'com.cloudflare.api.account',
  zoneGrant: 'com.cloudflare.api.account.zone',
  bucketGrant: 'com.cloudflare.edge.r2.bucket',
};

/** The suite that runs inside the extension host: its entry and, beside it, each test file. */
async function inHostTests() {
  const folder = 'test/extension';
  const files = (await readdir(path.join(root, folder), { recursive: true })).filter((file) =>
    file.endsWith('.test.ts'),
  );
  return {
    ...shared,
    entryPoints: ['index.ts', ...files].map((file) => `${folder}/${file}`),
    outdir: path.join(out, 'test/extension'),
    outbase: folder,
    outExtension: { '.js': '.cjs' },
    sourcemap: 'inline',
    platform: 'node',
    target: 'node22.19',
    format: 'cjs',
    external: ['vscode', 'mocha'],
  };
}

async function sizes() {
  const files = (await readdir(out, { recursive: true, withFileTypes: true }))
    .filter(
      (entry) =>
        entry.isFile() &&
        /\.(cjs|js|css)$/.test(entry.name) &&
        !path.relative(out, entry.parentPath).startsWith('test'),
    )
    .map((entry) => path.join(entry.parentPath, entry.name));
  const rows = await Promise.all(
    files.map(async (file) => ({
      file: path.relative(root, file),
      bytes: (await stat(file)).size,
      gzip: gzipSync(await readFile(file)).length,
    })),
  );
  const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);
  for (const { file, bytes, gzip } of rows.sort((a, b) => b.bytes - a.bytes))
    console.log(`${kb(bytes)}${kb(gzip)} gzip  ${file}`);
}

if (!watch) await rm(out, { recursive: true, force: true });
await writeTemplateSchema();
const all = [extension, webview, ...(production ? [] : [await inHostTests()])];
if (watch) {
  await Promise.all(all.map(async (options) => (await context(options)).watch()));
  console.log('watching for changes');
} else {
  await Promise.all(all.map((options) => build(options)));
  if (production) await sizes();
}
