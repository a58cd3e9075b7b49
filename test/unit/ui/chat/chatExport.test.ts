import assert from 'node:assert/strict';
import type { MessageView } from '../../../../src/api/views.ts';
import { type ChatFormat, jsonFormat, markdownFormat } from '../../../../src/ui/chat/chatExport.ts';
import { saying } from '../../../support/say.ts';

const of = { account: 'me@example.org', chat: 'bob_b@example.org' };
const message = (body: string, more: Partial<MessageView> = {}): MessageView => ({
  id: 'id',
  outgoing: false,
  senderName: 'Bob *b*',
  body,
  time: Date.UTC(2026, 0, 2, 3, 4, 5),
  ...more,
});
const write = ({ begin, item, end }: ChatFormat, ...messages: readonly MessageView[]) =>
  [begin(of), ...messages.map((one, index) => item(one, index === 0)), end].join('');

describe('a chat as Markdown', () => {
  const text = (body: string) => markdownFormat.item(message(body), true).split('\n\n')[1];

  it('has a title, and over each message who wrote it and when', () => {
    assert.equal(
      write(markdownFormat, message('hi')),
      '# Chat with bob\\_b\\@example.org\n\n**Bob \\*b\\*** · 2026-01-02 03:04 UTC\n\nhi  \n',
    );
  });

  it('names an address as it is read', () => {
    const chat = String.raw`d\27artagnan@x.example`;
    assert.equal(markdownFormat.begin({ ...of, chat }), "# Chat with d'artagnan\\@x.example\n");
  });

  it('shows text as it was typed', () => {
    assert.equal(text('<b>*x*</b>'), '\\<b\\>\\*x\\*\\</b\\>  \n');
    assert.equal(text('- a\n1. b\n# c'), '\\- a  \n1\\. b  \n\\# c  \n');
  });

  it('leaves code as it is, and closes it', () => {
    assert.equal(text('```ts"><\n<a> * b'), '```ts\n<a> * b\n```\n');
    assert.equal(text('```\na\n```\n*b*'), '```\na\n```\n\\*b\\*  \n');
  });

  it('tells an action as one (XEP-0245 §3), with nothing of it as Markdown', () => {
    assert.equal(text('/me waves'), 'Bob \\*b\\* waves  \n');
    assert.equal(text('/me ```\n<a>'), 'Bob \\*b\\* \\`\\`\\`  \n\\<a\\>  \n');
  });

  it('says where a message was', () => {
    const item = markdownFormat.item(message('', { retracted: true }), true);
    assert.ok(item.endsWith('UTC\n\n_Message deleted_\n'), item);
  });

  it('says what a message without words tells, before words that it has', () => {
    const notice = { kind: 'attention', text: saying('Asks *you*.') } as const;
    const item = (body: string) => markdownFormat.item(message(body, { notice }), true);
    assert.ok(item('').endsWith('UTC\n\nAsks \\*you\\*.\n'), item(''));
    assert.ok(item('hi').includes('Asks \\*you\\*.\n\nhi'), item('hi'));
  });

  it('names a file once, with an address that cannot end early', () => {
    const url = 'https://x.example/a> <b>';
    const item = markdownFormat.item(message(url, { file: { name: '_a_', url } }), true);
    assert.ok(item.endsWith('UTC\n\n\\_a\\_: <https://x.example/a%3E%20%3Cb%3E>\n'), item);
  });
});

describe('a chat as JSON', () => {
  it('is one value with all that is known', () => {
    const file = { name: 'a', url: 'https://x/a', size: 3 };
    const all = [message('"1"\n'), message('', { outgoing: true, delivery: 'sent', file })];
    assert.deepEqual(JSON.parse(write(jsonFormat, ...all)), {
      ...of,
      messages: all.map((one) => ({ ...one, time: '2026-01-02T03:04:05.000Z' })),
    });
    assert.deepEqual(JSON.parse(write(jsonFormat)), { ...of, messages: [] });
  });
});
