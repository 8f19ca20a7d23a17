// Where the browser enters: registers the controls, and renders the wizard with what an earlier page kept.
import * as l10n from '@vscode/l10n';
import { render } from 'preact';
import { registerToolkit } from '../toolkit.ts';
import { App } from './App.tsx';
import { connectHost, type VsCodeApi } from './host.ts';
import { readKept, toKept } from './kept.ts';
import './wizard.css';

declare function acquireVsCodeApi(): VsCodeApi;

registerToolkit();
const vscode = acquireVsCodeApi();
const root = document.getElementById('wizard');
if (root === null) throw new Error('the page has no place for the wizard');
render(
  <App
    host={connectHost(vscode, window)}
    kept={readKept(vscode.getState())}
    keep={(work) => vscode.setState(toKept(work))}
    speak={(texts) => l10n.config({ contents: texts })}
  />,
  root,
);
