// JavaScript in place of two native modules of the VS Code server that would otherwise need a C++ compiler.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// VS Code writes its log files through this module; plain appends are all that tests need of it.
const spdlog = `// A stand-in put here by test/vscode/native-stand-ins.ts.
const fs = require('node:fs');
const path = require('node:path');
const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
class Logger {
  constructor(file) {
    this.file = file;
    this.level = levels.indexOf('info');
    this.withPrefix = true;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.appendFileSync(file, '');
  }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() {}
  clearFormatters() { this.withPrefix = false; }
  flush() {}
  drop() {}
  append(level, text) {
    if (level < this.level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    try {
      fs.appendFileSync(this.file, this.withPrefix ? time + ' [' + levels[level] + '] ' + text + '\\n' : text);
    } catch {} // the profile folder is gone: the run is over
  }
}
for (const [level, method] of ['trace', 'debug', 'info', 'warn', 'error', 'critical'].entries())
  Logger.prototype[method] = function (text) { this.append(level, String(text)); };
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = exports.setFlushOn = () => {};
exports.createRotatingLogger = exports.createAsyncRotatingLogger = async (name, file) => new Logger(file);
`;

// A second watch on the parent process; the extension host has one of its own that needs no native code.
const watchdog = `// A stand-in put here by test/vscode/native-stand-ins.ts.
exports.start = exports.exit = () => {};
`;

/** Writes the stand-ins into the `node_modules` of a VS Code server. */
export function writeNativeStandIns(nodeModules: string): void {
  for (const [name, source] of Object.entries({ spdlog, 'native-watchdog': watchdog })) {
    const folder = join(nodeModules, '@vscode', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.js'), source);
  }
}
