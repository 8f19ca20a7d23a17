import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { chooseProxy, configuredProxy, type ProxyInputs } from '../../../src/cloudflare/proxy.ts';

const API = 'https://api.cloudflare.com/client/v4/user';

function inputs(more: Partial<ProxyInputs> = {}): ProxyInputs {
  return { proxy: '', noProxy: [], proxySupport: 'override', env: {}, ...more };
}

describe('configuredProxy', () => {
  it('says nothing when nothing is set', () => {
    assert.equal(configuredProxy(API, inputs()), undefined);
  });

  it('takes the setting before the environment, and https_proxy before http_proxy', () => {
    const env = { HTTPS_PROXY: 'http://env:1', http_proxy: 'http://plain:2' };
    assert.deepEqual(configuredProxy(API, inputs({ proxy: ' http://set:3 ', env })), {
      via: 'proxy',
      url: 'http://set:3/',
    });
    assert.deepEqual(configuredProxy(API, inputs({ env })), { via: 'proxy', url: 'http://env:1/' });
    assert.deepEqual(configuredProxy(API, inputs({ env: { ...env, HTTPS_PROXY: '' } })), {
      via: 'proxy',
      url: 'http://plain:2/',
    });
  });

  it('leaves SOCKS to the host, and ignores what is no proxy address, as VS Code does', () => {
    assert.deepEqual(configuredProxy(API, inputs({ proxy: 'socks5://a:1080' })), { via: 'host' });
    assert.equal(configuredProxy(API, inputs({ proxy: 'proxy.example:8080' })), undefined);
    assert.equal(configuredProxy(API, inputs({ proxy: 'not an address' })), undefined);
  });

  it('goes direct to this machine and with proxySupport off', () => {
    for (const host of ['localhost', '127.0.0.1', '127.8.9.1', '[::1]']) {
      assert.deepEqual(
        configuredProxy(`http://${host}:80/`, inputs({ proxy: 'http://set:3' })),
        { via: 'direct' },
        host,
      );
    }
    assert.deepEqual(configuredProxy(API, inputs({ proxy: 'http://set:3', proxySupport: 'off' })), {
      via: 'direct',
    });
  });

  const exclusions: readonly (readonly [entry: string, excluded: boolean])[] = [
    ['api.cloudflare.com', true],
    ['cloudflare.com', true],
    ['.cloudflare.com', true],
    ['CLOUDFLARE.com', true],
    ['flare.com', false],
    ['cloudflare.com:443', true],
    ['cloudflare.com:8443', false],
    ['*', true],
    [' ', false],
    ['example.com', false],
  ];
  for (const [entry, excluded] of exclusions) {
    it(`${excluded ? 'is' : 'is not'} kept from the proxy by "${entry}", in the setting and in NO_PROXY`, () => {
      const expected = excluded ? { via: 'direct' } : { via: 'proxy', url: 'http://set:3/' };
      const proxy = 'http://set:3';
      assert.deepEqual(configuredProxy(API, inputs({ proxy, noProxy: [entry] })), expected);
      assert.deepEqual(
        configuredProxy(API, inputs({ proxy, env: { NO_PROXY: `x.test, ${entry}` } })),
        expected,
      );
    });
  }

  it('ignores NO_PROXY when the setting has entries', () => {
    const found = configuredProxy(
      API,
      inputs({ proxy: 'http://set:3', noProxy: ['other.test'], env: { no_proxy: 'cloudflare.com' } }),
    );
    assert.deepEqual(found, { via: 'proxy', url: 'http://set:3/' });
  });
});

describe('chooseProxy', () => {
  it('asks the system only when nothing is configured', async () => {
    const asked: string[] = [];
    const resolve = (url: string) => {
      asked.push(url);
      return Promise.resolve('http://pac:8080');
    };
    assert.deepEqual(await chooseProxy(API, inputs({ proxy: 'http://set:3' }), resolve), {
      via: 'proxy',
      url: 'http://set:3/',
    });
    assert.deepEqual(asked, []);
    assert.deepEqual(await chooseProxy(API, inputs(), resolve), { via: 'proxy', url: 'http://pac:8080/' });
    assert.deepEqual(asked, [API]);
  });

  it('goes direct when the system says so, and through the host for what only the host knows', async () => {
    assert.deepEqual(await chooseProxy(API, inputs(), () => Promise.resolve(undefined)), { via: 'direct' });
    assert.deepEqual(await chooseProxy(API, inputs(), () => Promise.resolve('socks://s:1')), { via: 'host' });
    assert.deepEqual(await chooseProxy(API, inputs()), { via: 'host' });
    assert.deepEqual(await chooseProxy(API, inputs(), () => Promise.reject(new Error('no'))), {
      via: 'host',
    });
  });
});
