import assert from 'node:assert/strict';
import { say } from '../../../../src/api/say.ts';
import { userError } from '../../../../src/base/userError.ts';
import { failedPage } from '../../../../src/ui/pages/failedPage.ts';

describe('a page whose files cannot be read', () => {
  it('says what to do, as text, and runs and loads nothing', () => {
    const html = failedPage(say(userError('page-not-read')), 'en');
    assert.match(html, /<p role="alert">The files of Parley [^<]*reload the window\.<\/p>/u);
    assert.doesNotMatch(html, /<script|src=|href=/u);
    assert.match(html, /content="default-src 'none'; style-src 'unsafe-inline'"/u);
    const odd = failedPage('<img src=x> & "so"', '"><script>');
    assert.doesNotMatch(odd, /<img|<script/u);
  });
});
