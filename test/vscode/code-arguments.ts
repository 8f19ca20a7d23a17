// Understands those arguments of VS Code's executable that a test run passes to it.

/** What a test run asks of VS Code. */
export interface CodeArguments {
  /** The extension under test, and others to load beside it. */
  extensions: string[];
  /** The module whose `run()` is to be called inside the extension host. */
  testsPath: string;
  /** The folder to open, if any. */
  folder?: string;
  /** Where to find the profile's User/settings.json, if anywhere. */
  userData?: string;
  /** False when Workspace Trust is to be asked for. */
  trusted: boolean;
}

/**
 * Reads the arguments that @vscode/test-electron gives to VS Code; what has no meaning for the server is passed over.
 * @param args the arguments after the executable
 * @throws Error when there is no --extensionTestsPath, as running tests is all that the stand-in does
 */
export function parseCodeArguments(args: string[]): CodeArguments {
  const all = (name: string): string[] => {
    const start = `--${name}=`;
    return args.flatMap((arg, i) => {
      if (arg.startsWith(start)) return [arg.slice(start.length)];
      const next = args[i + 1];
      return arg === `--${name}` && next !== undefined ? [next] : [];
    });
  };
  const [testsPath] = all('extensionTestsPath');
  if (!testsPath)
    throw new Error('This stand-in for VS Code runs tests only: it needs --extensionTestsPath.');
  const valued = [
    '--user-data-dir',
    '--extensions-dir',
    '--extensionDevelopmentPath',
    '--extensionTestsPath',
  ];
  const folder = args.find((arg, i) => !arg.startsWith('-') && !valued.includes(args[i - 1] ?? ''));
  const [userData] = all('user-data-dir');
  return {
    extensions: all('extensionDevelopmentPath'),
    testsPath,
    trusted: args.includes('--disable-workspace-trust'),
    ...(folder === undefined ? {} : { folder }),
    ...(userData === undefined ? {} : { userData }),
  };
}
