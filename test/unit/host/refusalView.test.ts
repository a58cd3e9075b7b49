import assert from 'node:assert/strict';
import { refusalView } from '../../../src/host/refusalView.ts';
import { StanzaError } from '../../../src/xmpp/stanza/stanzaError.ts';
import { told } from '../../support/say.ts';

const refusalText = (...refusal: Parameters<typeof refusalView>) =>
  told(refusalView(...refusal).reason);

describe('why a contact is not seen', () => {
  it('is one sentence that says what can be done', () => {
    for (const kind of ['denied', 'removed', 'ended'] as const) {
      assert.match(refusalText({ kind }, 'Ada'), /^[^.]*Ada [^.]*: [^.]*ask again [^.]*\.$/u);
    }
  });

  it('says the same of an address that does not exist, however the server puts it', () => {
    const text = (condition: string) =>
      refusalText({ kind: 'failed', error: new StanzaError(condition) }, 'Ada');
    const nobody =
      'Your request to see when Ada is online did not arrive: there is nothing at this address; check its spelling.';
    for (const condition of ['item-not-found', 'service-unavailable', 'recipient-unavailable']) {
      assert.equal(text(condition), nobody);
    }
    assert.match(text('remote-server-not-found'), /cannot be reached; check its spelling\.$/u);
    assert.match(text('something-new'), /the server says something-new; try again later\.$/u);
  });
});
