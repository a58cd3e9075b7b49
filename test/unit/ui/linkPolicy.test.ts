import assert from 'node:assert/strict';
import { linkPolicy } from '../../../src/ui/linkPolicy.ts';

describe('linkPolicy', () => {
  it('A39: opens https, mailto and xmpp, and asks about http', () => {
    for (const url of ['https://example.org/', 'mailto:ada@example.org', 'xmpp:ada@example.org']) {
      assert.equal(linkPolicy(url), 'open', url);
    }
    assert.equal(linkPolicy('http://example.org/'), 'ask');
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
