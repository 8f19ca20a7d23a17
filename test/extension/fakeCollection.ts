// What VS Code hands to the terminals it opens, for tests: variables in memory.
import * as vscode from 'vscode';

export interface FakeCollection extends vscode.EnvironmentVariableCollection {
  readonly values: Map<string, string>;
  /** The variables that were set, in order, each time. */
  readonly replaced: readonly string[];
}

/** An empty one, which persists unless told otherwise, as VS Code's does. */
export function fakeCollection(): FakeCollection {
  const values = new Map<string, string>();
  const replaced: string[] = [];
  const mutator = (value: string) =>
    ({
      type: vscode.EnvironmentVariableMutatorType.Replace,
      value,
      options: {},
    }) as vscode.EnvironmentVariableMutator;
  const collection = {
    persistent: true,
    description: undefined,
    values,
    replaced,
    replace(variable: string, value: string) {
      replaced.push(variable);
      values.set(variable, value);
    },
    append: () => undefined,
    prepend: () => undefined,
    get: (variable: string) => {
      const value = values.get(variable);
      return value === undefined ? undefined : mutator(value);
    },
    forEach(visit: (variable: string, mutator: vscode.EnvironmentVariableMutator) => void) {
      for (const [variable, value] of [...values]) visit(variable, mutator(value));
    },
    delete: (variable: string) => void values.delete(variable),
    clear: () => values.clear(),
    *[Symbol.iterator]() {
      for (const [variable, value] of values) yield [variable, mutator(value)] as const;
    },
  };
  return collection as unknown as FakeCollection;
}
