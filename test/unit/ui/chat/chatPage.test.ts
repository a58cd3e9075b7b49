import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import type { ChatView, MessageView } from '../../../../src/api/views.ts';
import { type ChatPageOptions, chatPage } from '../../../../src/ui/chat/chatPage.ts';

const options: ChatPageOptions = {
  cspSource: 'https://*.vscode-cdn.net',
  nonce: 'n0nce',
  folderUri: 'https://host/webview/',
  assets: {
    ...{ script: 'start();', style: 'p{}' },
    sentences: { language: 'en', texts: { lost: 'It is gone.' } },
  },
  account: 'ada@example.org',
  chat: 'grace@example.org',
  title: 'Grace',
  place: 'tab',
};

const head: ChatView = {
  ...{ id: 'grace@example.org', name: 'Grace', show: 'available', status: '', composing: false },
  ...{ connection: { phase: 'online' }, hasOlder: false, hasNewer: false, unread: 0, draft: '' },
};
const message: MessageView = {
  ...{ id: 'a', outgoing: false, senderName: 'Grace', body: 'Good morning', time: 0 },
};

describe('chatPage', () => {
  it('C1: allows only its own script, styles, fonts and images', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(chatPage(options))?.[1];
    assert.equal(
      policy?.replaceAll('&#39;', "'"),
      "default-src 'none'; script-src 'nonce-n0nce'; style-src https://*.vscode-cdn.net 'nonce-n0nce'; " +
        'font-src data:; img-src https://*.vscode-cdn.net blob: data:; media-src blob:; ' +
        'base-uri https://*.vscode-cdn.net',
    );
  });

  it('says whose chat it is', () => {
    assert.match(
      chatPage(options),
      /<body spellcheck="false"\s+data-account="ada@example\.org"\s+data-chat="grace@example\.org"/,
    );
  });

  it('escapes everything that is put in', () => {
    const hostile = `"'><script>alert(1)</script>&`;
    const page = chatPage({
      cspSource: hostile,
      nonce: hostile,
      folderUri: hostile,
      assets: { script: '', style: '', sentences: { language: hostile, texts: { lost: 'x' } } },
      account: hostile,
      chat: hostile,
      title: hostile,
      place: 'view',
      kept: { account: hostile, chat: hostile, draft: hostile },
      first: { head: { ...head, name: hostile }, messages: [{ ...message, body: hostile }] },
    });
    assert.equal(page.match(/<script/g)?.length, 1);
    assert.equal(
      page.match(/&quot;&#39;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;&amp;/g)?.length,
      19,
    );
  });

  it('neither its code nor its styles can end before their end', () => {
    const code = "said = ['</script>', `<!--`, /<\\/SCRIPT/i.source, '<script>'];";
    const assets = { ...options.assets, script: code, style: 'a{}</style><script>' };
    const page = chatPage({ ...options, assets });
    assert.equal(page.match(/<\/script/gi)?.length, 1);
    assert.equal(page.match(/<\/style/gi)?.length, 1);
    assert.equal(page.includes('<!--'), false);
    const [, inside = ''] = /<script[^>]*>(said.*)<\/script>/s.exec(page) ?? [];
    const said = (script: string): unknown => runInNewContext(`var said; ${script} String(said)`);
    assert.equal(said(inside), said(code));
  });

  it('says where it is, and what the chat had on screen in another place', () => {
    assert.match(chatPage(options), /data-place="tab"\s+data-kept=""/);
    const kept = { account: 'ada@example.org', chat: 'grace@example.org', draft: '<b>' };
    const page = chatPage({ ...options, place: 'view', kept });
    const [, json = ''] = /data-place="view"\s+data-kept="([^"]*)"/.exec(page) ?? [];
    assert.equal(json.replaceAll('&quot;', '"'), JSON.stringify(kept).replace('<b>', '&lt;b&gt;'));
  });

  it('has what it shows first, or nothing', () => {
    assert.match(chatPage(options), /data-first=""/);
    const first = { head, messages: [message] };
    const [, json = ''] = /data-first="([^"]*)"/.exec(chatPage({ ...options, first })) ?? [];
    assert.deepEqual(JSON.parse(json.replaceAll('&quot;', '"')), first);
  });
});
