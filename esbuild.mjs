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
const all = [extension, webview, ...(production ? [] : [await inHostTests()])];
if (watch) {
  await Promise.all(all.map(async (options) => (await context(options)).watch()));
  console.log('watching for changes');
} else {
  await Promise.all(all.map((options) => build(options)));
  if (production) await sizes();
}
