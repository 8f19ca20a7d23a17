// The same control over HTTP, outside the API, for tests that live in another process.
import { Hono } from 'hono';
import type { Control } from './control.ts';
import { faultRule } from './faults.ts';
import { newToken } from './newToken.ts';

/** Where the control lives. */
export const CONTROL_PATH = '/__control';

/** The control as an app of its own. Bodies are JSON; wrong ones are answered with 400 and the reason as text. */
export function controlEndpoint(control: Control): Hono {
  const app = new Hono();
  app.get('/settings', (c) => c.json(control.settings));
  app.patch('/settings', async (c) => {
    control.set(await c.req.json());
    return c.json(control.settings);
  });

  app.get('/faults', (c) => c.json(control.faults.list()));
  app.post('/faults', async (c) => {
    const body: unknown = await c.req.json();
    for (const rule of Array.isArray(body) ? body : [body]) control.inject(faultRule(rule));
    return c.json(control.faults.list());
  });
  app.delete('/faults', (c) => {
    control.calm();
    return c.json([]);
  });

  app.get('/requests', (c) => c.json(control.requests()));
  app.delete('/requests', (c) => {
    control.clearRequests();
    return c.json([]);
  });

  app.post('/clock', async (c) => {
    const body: unknown = await c.req.json();
    const ms = typeof body === 'object' && body !== null && 'advanceMs' in body ? body.advanceMs : undefined;
    if (typeof ms !== 'number') throw new TypeError('advanceMs must be a number');
    control.advance(ms);
    return c.json({ now: new Date(control.state.now()).toISOString() });
  });

  app.get('/tokens', (c) =>
    c.json(
      [...control.state.tokens.values()].map(({ id, owner, name, secret }) => ({ id, owner, name, secret })),
    ),
  );
  app.post('/tokens', async (c) => {
    const { id, secret } = control.addToken(newToken(control.state, await c.req.json()));
    return c.json({ id, secret });
  });
  for (const act of ['expose', 'expire', 'remove'] as const) {
    app.post(`/tokens/:token/${act}`, (c) => {
      control[act](c.req.param('token'));
      return c.json({});
    });
  }
  app.onError((error, c) => c.text(error.message, 400));
  return app;
}
