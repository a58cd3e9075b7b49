import assert from 'node:assert/strict';
import { readBundles } from '../../../scripts/l10n.mjs';
import { durationText } from '../../../src/api/contactText.ts';
import { profileLabel } from '../../../src/api/profileLabels.ts';
import { formatProgress } from '../../../src/base/formatProgress.ts';
import { setLanguage } from '../../../src/base/l10n.ts';
import { showLabel } from '../../../src/ui/presence/presence.ts';
import { privacyLine, roleHeading, roomLines } from '../../../src/ui/rooms/roomText.ts';
import { waitingIn } from '../../../src/ui/waiting.ts';
import { info, room } from '../../support/roomTree.ts';

const bundle = (await readBundles()).get('de');

describe('the words of views', () => {
  before(() => {
    setLanguage({ language: 'de', bundle });
  });
  after(() => {
    setLanguage({ language: 'en' });
  });

  it('are in the language that was chosen after they were loaded', () => {
    assert.equal(showLabel('away'), 'abwesend');
    assert.equal(roleHeading('visitor'), 'Besucher');
    assert.equal(profileLabel('birthday'), 'Geburtstag');
    assert.match(privacyLine(info), /^Der Raum sagt nicht, wer deine Adresse sieht; /u);
  });

  it('have its plurals and numbers', () => {
    assert.equal(durationText(1), '1 Sekunde');
    assert.equal(durationText(7200), '2 Stunden');
    assert.equal(formatProgress(0, 1240, 124), '0 % von 1,24 kB · 124 Byte/s · noch 10 s');
    assert.equal(roomLines(room('Team', { occupants: 1234 }))[2], '1.234 Teilnehmer, du als Me');
  });

  it('say what waits', () => {
    const none = { accounts: [], conversations: [], invitations: [], approvals: [] };
    const requests = [{}, {}] as never;
    assert.equal(waitingIn({ ...none, requests, suggestions: [] }).text, '2 Anfragen');
  });
});
