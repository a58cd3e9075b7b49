import assert from 'node:assert/strict';
import { chatPage } from '../../../../src/ui/chat/chatPage.ts';

const options = {
  cspSource: 'https://*.vscode-cdn.net',
  nonce: 'n0nce',
  scriptUri: 'https://host/chat.js',
  styleUri: 'https://host/chat.css',
  codiconUri: 'https://host/codicon.css',
  account: 'ada@example.org',
  chat: 'grace@example.org',
  title: 'Grace',
  sentences: { language: 'en', texts: { lost: 'It is gone.' } },
};

describe('chatPage', () => {
  it('C1: allows only its own script, styles, fonts and images', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(chatPage(options))?.[1];
    assert.equal(
      policy?.replaceAll('&#39;', "'"),
      "default-src 'none'; script-src 'nonce-n0nce'; style-src https://*.vscode-cdn.net 'nonce-n0nce'; " +
        'font-src https://*.vscode-cdn.net; img-src https://*.vscode-cdn.net blob: data:',
    );
  });

  it('says whose chat it is', () => {
    assert.match(
      chatPage(options),
      /<body\s+data-account="ada@example\.org"\s+data-chat="grace@example\.org"/,
    );
  });

  it('escapes everything that is put in', () => {
    const hostile = `"'><script>alert(1)</script>&`;
    const page = chatPage({
      cspSource: hostile,
      nonce: hostile,
      scriptUri: hostile,
      styleUri: hostile,
      codiconUri: hostile,
      account: hostile,
      chat: hostile,
      title: hostile,
      sentences: { language: hostile, texts: { lost: 'x' } },
    });
    assert.equal(page.match(/<script/g)?.length, 1);
    assert.equal(
      page.match(/&quot;&#39;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;&amp;/g)?.length,
      14,
    );
  });
});
