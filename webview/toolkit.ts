// The only place that knows @vscode/webview-ui-toolkit: registers the components that the webview uses.
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeLink,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

/** Makes `<vscode-button>`, `<vscode-link>`, `<vscode-progress-ring>` and `<vscode-text-field>` known to the page. */
export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeLink(), vsCodeProgressRing(), vsCodeTextField());
}
