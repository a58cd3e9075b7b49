import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import {
  isPublicAddress,
  PrivateRedirect,
  RedirectGuard,
} from '../../../../../src/xmpp/stream/net/redirectGuard.ts';

/** Names and what they resolve to. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  'files.example': ['93.184.216.34'],
  'both.example': ['10.0.0.1', '93.184.216.34', '::1'],
  'inside.example': ['192.168.1.1', 'fe80::1'],
};
const lookup: LookupFunction = (name, _options, callback) => {
  const addresses = (NAMES[name] ?? []).map((address) => {
    return { address, family: address.includes(':') ? 6 : 4 };
  });
  callback(null, addresses);
};

/** Takes these steps. Result: the addresses that each may connect to. */
async function follow(...urls: string[]): Promise<string[][]> {
  const guard = new RedirectGuard({ lookup });
  const steps: string[][] = [];
  for (const text of urls) {
    const url = new URL(text);
    const resolve = guard.next(url).lookup;
    const found = await new Promise<string[]>((done, fail) => {
      if (!(url.hostname in NAMES)) done([url.hostname]);
      else
        resolve(url.hostname, { all: true }, (error, all) => {
          if (error) fail(error);
          else done((all as LookupAddress[]).map(({ address }) => address));
        });
    });
    steps.push(found);
  }
  return steps;
}

describe('A20 a chain of redirects', () => {
  it('knows addresses that are not of the public Internet, however they are written', () => {
    const inside = [
      ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.9.9.9', '169.254.169.254'],
      ...['172.16.0.1', '172.31.255.255', '192.168.0.1', '198.18.0.1', '224.0.0.1'],
      ...['255.255.255.255', '::', '::1', '::ffff:127.0.0.1', '::ffff:a01:203', '::7f00:1'],
      ...['fc00::1', 'fd12::1', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1'],
      ...['64:ff9b::a01:203', '64:ff9b::127.0.0.1', '2002:7f00:1::', '2001:0:1::', '2001:db8::1'],
    ];
    assert.deepEqual(inside.filter(isPublicAddress), []);
    const outside = [
      ...['8.8.8.8', '172.32.0.1', '100.128.0.1', '192.169.0.1', '223.255.255.255'],
      ...['2606:4700::1', '::ffff:8.8.8.8', '64:ff9b::808:808'],
    ];
    assert.deepEqual(outside.filter(isPublicAddress), outside);
  });

  it('never leads from a public address to a private one', async () => {
    const hosts = [
      ...['127.0.0.1', '0x7f.1', '2130706433', '[::1]', '[::ffff:10.0.0.1]', '169.254.169.254'],
      ...['inside.example', '[fe80::1]'],
    ];
    for (const first of ['https://files.example/', 'https://8.8.8.8/', 'https://both.example']) {
      for (const host of hosts) {
        await assert.rejects(follow(first, `https://${host}/`), PrivateRedirect, host);
      }
    }
    const roundabout = ['https://10.0.0.1/', 'https://files.example/', 'https://10.0.0.2/'];
    await assert.rejects(follow(...roundabout), PrivateRedirect);
  });

  it('connects to the public addresses of a name only, once it was at one', async () => {
    assert.deepEqual(await follow('https://files.example/', 'https://both.example/'), [
      ['93.184.216.34'],
      ['93.184.216.34'],
    ]);
  });

  it('stays in a private network, or leaves it', async () => {
    const steps = ['https://127.0.0.1/', 'https://inside.example/', 'https://files.example/'];
    assert.deepEqual(await follow(...steps), [
      ['127.0.0.1'],
      ['192.168.1.1', 'fe80::1'],
      ['93.184.216.34'],
    ]);
  });

  it('gives one address to those who ask for one', () => {
    const { lookup: resolve } = new RedirectGuard({ lookup }).next(
      new URL('https://files.example'),
    );
    resolve('files.example', {}, (error, address, family) => {
      assert.deepEqual([error, address, family], [null, '93.184.216.34', 4]);
    });
  });
});
