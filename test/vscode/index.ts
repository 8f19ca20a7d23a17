// A real VS Code for tests and for `npm start`: bring it, start it, open a window, do what a person does. See README.md.
export { startBridge } from './bridge.ts';
export type { Bridge, Host, InHost } from './bridge.ts';
export { launchBrowser } from './browser.ts';
export { hasDisplay, showPage } from './display.ts';
export { unpackExtension } from './extensions.ts';
export { bring } from './install.ts';
export type { Installation } from './install.ts';
export { findInstalledCode, openInBrowser, openInstalled } from './open.ts';
export type { OpenOptions, OpenVSCode } from './open.ts';
export { startServer } from './server.ts';
export type { Server, ServerOptions } from './server.ts';
export type { Settings } from './settings.ts';
export { openWindow, toastsAreShown } from './window.ts';
export { workbenchOf } from './workbench.ts';
export type { ThemeKind, Workbench } from './workbench.ts';
