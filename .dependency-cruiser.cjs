// The layers of ARCHITECTURE.md as rules: imports point downward only.
const core = '^src/(cloudflare|tokens|dotenv|leaks)/';
const features = '^src/(explorer|wizard|commands|editing|usage|insertion|templates|connections|vault)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'core-never-imports-vscode', severity: 'error', from: { path: core }, to: { path: '^vscode$' } },
    {
      name: 'core-knows-no-feature',
      severity: 'error',
      from: { path: core },
      to: { path: '^src/', pathNot: core },
    },
    {
      name: 'tokens-dotenv-and-leaks-are-pure',
      comment: 'Plain data in, plain data out: no Node, no network, and bundled into the webview as well.',
      severity: 'error',
      from: { path: '^src/(tokens|dotenv|leaks)/' },
      to: { pathNot: ['^src/tokens/', '^src/dotenv/', '^src/leaks/', 'node_modules/(zod|@vscode/l10n)/'] },
    },
    {
      name: 'only-the-transport-talks-undici',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cloudflare/transport' },
      to: { path: 'node_modules/undici' },
    },
    {
      name: 'webview-sees-only-the-domain-and-the-messages',
      severity: 'error',
      from: { path: '^webview/' },
      to: { path: '^src/', pathNot: '^src/(tokens/|wizard/messages)' },
    },
    {
      name: 'toolkit-is-registered-in-one-file',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: '^webview/toolkit\\.ts$' },
      to: { path: 'webview-ui-toolkit' },
    },
    {
      name: 'nobody-imports-the-composition-root',
      severity: 'error',
      from: { pathNot: '^src/extension\\.ts$' },
      to: { path: '^src/extension\\.ts$' },
    },
    {
      name: 'product-never-imports-tests',
      severity: 'error',
      from: { path: '^(src|webview)/' },
      to: { path: '^test/' },
    },
    {
      name: 'product-imports-no-undeclared-package',
      severity: 'error',
      from: { path: '^(src|webview)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'], pathNot: '^vscode$' },
    },
    {
      name: 'features-do-not-know-who-wires-them',
      severity: 'error',
      from: { path: features },
      to: { path: '^src/(parts|wizardServices|wizardEdits|extension)\\.ts$' },
    },
    {
      name: 'foundations-know-no-surface',
      comment: 'What commands, tree, wizard and editor features stand on does not know them.',
      severity: 'error',
      from: { path: '^src/(vault|connections|insertion|templates|usage)/' },
      to: { path: '^src/(explorer|wizard|commands|editing)/' },
    },
    {
      name: 'features-keep-to-themselves',
      comment:
        'Commands, explorer, wizard and editor features never import each other; the composition root wires them.',
      severity: 'error',
      from: { path: '^src/(explorer|wizard|commands|editing)/' },
      to: { path: '^src/(explorer|wizard|commands|editing)/', pathNot: '^src/$1/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The package esbuild is taken for our file of that name, which is its own entry.
    exclude: { path: '^(dist|\\.vscode-test)/|^esbuild\\.mjs$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    builtInModules: { add: ['vscode'] },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
  },
};
