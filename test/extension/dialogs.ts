// Answers VS Code's questions in place of a person, and takes down every word that is shown.
import * as vscode from 'vscode';

export interface Dialogs {
  /** Everything shown so far: messages, details, prompts, problems, picker rows, progress titles. */
  readonly said: readonly string[];
  /** Types this into the next input box. */
  type(text: string): void;
  /** Presses this button wherever it is offered; what offers no such button is dismissed. */
  press(button: string | RegExp): void;
  /** Picks the row with this label, without its icon, in the next picker. */
  pick(label: string): void;
  /** Gives VS Code its own dialogs back. */
  end(): void;
}

type Message = (message: string, ...rest: (vscode.MessageOptions | string)[]) => Thenable<unknown>;

/** Takes VS Code's dialogs over until `end`. In-host tests have nobody to answer them: modal ones would throw. */
export function answerDialogs(): Dialogs {
  const said: string[] = [];
  const typed: string[] = [];
  const pressed: (string | RegExp)[] = [];
  const picked: string[] = [];
  const hear = (...texts: (string | undefined)[]) =>
    said.push(...texts.filter((text) => text !== undefined && text !== '').map(String));

  const message: Message = async (text, ...rest) => {
    const [first] = rest;
    hear(text, typeof first === 'object' ? first.detail : undefined);
    const buttons = rest.filter((item) => typeof item === 'string');
    hear(...buttons);
    return Promise.resolve(buttons.find((button) => pressed.some((wanted) => matches(wanted, button))));
  };

  async function inputBox(options: vscode.InputBoxOptions = {}): Promise<string | undefined> {
    hear(options.title, options.prompt, options.placeHolder);
    const text = typed.shift();
    const problem = text === undefined ? undefined : await options.validateInput?.(text);
    if (problem === undefined || problem === null) return text;
    hear(typeof problem === 'string' ? problem : problem.message);
    return undefined;
  }

  async function quickPick(
    offered: vscode.QuickPickItem[] | Thenable<vscode.QuickPickItem[]>,
    options: vscode.QuickPickOptions = {},
  ): Promise<vscode.QuickPickItem | undefined> {
    hear(options.title, options.placeHolder);
    const items = await Promise.resolve(offered).catch(() => []);
    for (const { label, description, detail } of items) hear(label, description, detail);
    return named(items, picked.shift());
  }

  /** A picker that fills itself: whenever it is no longer busy, it is answered. */
  function createQuickPick(): vscode.QuickPick<vscode.QuickPickItem> {
    const [accepted, hidden] = [new vscode.EventEmitter<void>(), new vscode.EventEmitter<void>()];
    let busy = false;
    const picker = {
      title: undefined as string | undefined,
      placeholder: undefined as string | undefined,
      items: [] as vscode.QuickPickItem[],
      selectedItems: [] as vscode.QuickPickItem[],
      onDidAccept: accepted.event,
      onDidHide: hidden.event,
      get busy() {
        return busy;
      },
      set busy(is: boolean) {
        busy = is;
        if (!is) answer();
      },
      show: () => undefined,
      hide: () => hidden.fire(),
      dispose() {
        accepted.dispose();
        hidden.dispose();
      },
    };
    function answer(): void {
      hear(picker.title, picker.placeholder);
      for (const { label, description, detail } of picker.items) hear(label, description, detail);
      const wanted = named(picker.items, picked.shift());
      picker.selectedItems = wanted === undefined ? [] : [wanted];
      (wanted === undefined ? hidden : accepted).fire();
    }
    return picker as unknown as vscode.QuickPick<vscode.QuickPickItem>;
  }

  const { withProgress, setStatusBarMessage } = vscode.window;
  const replaced: Record<string, unknown> = {
    showInformationMessage: message,
    showWarningMessage: message,
    showErrorMessage: message,
    showInputBox: inputBox,
    showQuickPick: quickPick,
    createQuickPick,
    withProgress: (options: vscode.ProgressOptions, task: Parameters<typeof withProgress>[1]) => {
      hear(options.title);
      return withProgress(options, task);
    },
    setStatusBarMessage: (text: string, milliseconds: number) => {
      hear(text);
      return setStatusBarMessage(text, milliseconds);
    },
  };
  const window = vscode.window as unknown as Record<string, unknown>;
  const own = Object.fromEntries(Object.keys(replaced).map((name) => [name, window[name]]));
  Object.assign(window, replaced);

  return {
    said,
    type: (text) => void typed.push(text),
    press: (button) => void pressed.push(button),
    pick: (label) => void picked.push(label),
    end: () => void Object.assign(window, own),
  };
}

/** The row with a label, its icon left out. */
function named(
  items: readonly vscode.QuickPickItem[],
  label: string | undefined,
): vscode.QuickPickItem | undefined {
  return items.find((item) => item.label.replace(/^\$\([\w-]+\) /, '') === label);
}

function matches(wanted: string | RegExp, button: string): boolean {
  return typeof wanted === 'string' ? wanted === button : wanted.test(button);
}
