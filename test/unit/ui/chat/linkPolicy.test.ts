import assert from 'node:assert/strict';
import { mapAddress } from '../../../../src/api/geo.ts';
import { linkPolicy } from '../../../../src/ui/chat/linkPolicy.ts';

describe('linkPolicy', () => {
  it('A39: opens https and mailto, keeps xmpp here, and asks about http', () => {
    for (const url of ['https://example.org/', 'mailto:ada@example.org']) {
      assert.equal(linkPolicy(url), 'open', url);
    }
    assert.equal(linkPolicy('xmpp:ada@example.org'), 'own');
    assert.equal(linkPolicy('http://example.org/'), 'ask');
  });

  it('asks before it shows a place on a map, and only there', () => {
    assert.equal(linkPolicy('geo:48.2,16.37;u=35'), 'ask');
    for (const none of ['geo:home', 'geo:100,0', 'geo://command:x', 'geo:1,2;crs=moon']) {
      assert.equal(linkPolicy(none), 'refuse', none);
    }
    assert.equal(
      mapAddress({ latitude: 48.2, longitude: -16.37 }),
      'https://www.openstreetmap.org/?mlat=48.200000&mlon=-16.370000#map=16/48.200000/-16.370000',
    );
  });

  it('A39: refuses everything else', () => {
    const links = ['command:workbench.action.quit', 'vscode:extension/x', 'file:///etc/passwd'];
    for (const url of [
      ...links,
      'javascript:alert(1)',
      '\\\\host\\share',
      'data:text/html,x',
      '',
    ]) {
      assert.equal(linkPolicy(url), 'refuse', url);
    }
  });
});
