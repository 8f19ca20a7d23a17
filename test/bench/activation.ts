// How long activation takes in the real extension host, and the first use after it; each time in a fresh window.
import type { InHost } from '../vscode/index.ts';
import { figureOf } from './figures.ts';
import type { Figure } from './figures.ts';
import { openWindows } from './windows.ts';
import type { Installed, Stage } from './windows.ts';

/** Milliseconds. */
interface Activation {
  /** From asking VS Code to activate until it is done. */
  readonly wall: number;
  /** Of that, loading the extension's code, and its `activate`, by VS Code's own marks. */
  readonly load: number;
  readonly call: number;
  /** The first command after it, which loads and composes the parts; nobody is connected. */
  readonly firstUse: number;
}

/** Measures in `count` windows. */
export async function measureActivation(
  stage: Stage,
  { folder, id }: Installed,
  count = 20,
): Promise<Figure[]> {
  const windows = await openWindows(stage, [folder]);
  const samples = await windows.sample(count, ({ host }) => host.run(activateOnce, id));
  await windows.close();
  const of = (key: keyof Activation): number[] => samples.map((sample) => sample[key]);
  const marks = 'by VS Code’s own marks, which are whole milliseconds';
  return [
    figureOf(of('wall'), {
      name: 'activation.wall',
      what: 'Activation, all of it',
      unit: 'ms',
      goal: 10,
      note: 'await extension.activate() in the extension host; contains what VS Code itself does for it',
    }),
    figureOf(of('load'), { name: 'activation.load', what: '  loading the code', unit: 'ms', note: marks }),
    figureOf(of('call'), { name: 'activation.call', what: '  calling activate()', unit: 'ms', note: marks }),
    figureOf(of('firstUse'), {
      name: 'activation.firstUse',
      what: 'First command after it',
      unit: 'ms',
      note: 'Refresh while not connected: loads and composes all parts',
    }),
  ];
}

async function activateOnce({ vscode }: InHost, id: string): Promise<Activation> {
  const extension = vscode.extensions.getExtension(id);
  if (extension === undefined || extension.isActive)
    throw new Error(`${id} is missing, or was active before`);
  const asked = performance.now();
  await extension.activate();
  const wall = performance.now() - asked;

  const { MonacoPerformanceMarks } = globalThis as unknown as {
    MonacoPerformanceMarks: { getMarks(): readonly { name: string; startTime: number }[] };
  };
  const marks = MonacoPerformanceMarks.getMarks();
  const at = (mark: string): number =>
    marks.find(({ name }) => name === `code/extHost/${mark}/${id}`)?.startTime ?? NaN;

  const used = performance.now();
  await vscode.commands.executeCommand('cloudflareTokens.refresh');
  return {
    wall,
    load: at('didLoadExtensionCode') - at('willLoadExtensionCode'),
    call: at('didActivateExtension') - at('willActivateExtension'),
    firstUse: performance.now() - used,
  };
}
