// The page of `wsdriver serve` in Chromium. Every wait is for a condition; nothing sleeps.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from './chromium.mjs';
import { connectEcho, echoed, joinChat, message, notice, open, say, sendBinary, sendText, shows, state, text } from './page.mjs';
import { startServer } from './server.mjs';

const WIDE = { viewport: { width: 1440, height: 900 } };
const NARROW = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const MEBIBYTE = 1048576;

let browser;
let server;
let screenshots;


before(async () => {
	screenshots = process.env.SCREENSHOTS || mkdtempSync(join(tmpdir(), 'wsdriver-page-'));
	mkdirSync(screenshots, { recursive: true });
	server = await startServer();
	browser = await launch();
});


after(async () => {
	await browser?.close();
	await server?.stop();
});


// A context of its own for each test, closed with it.
async function newContext(t, options = WIDE) {
	const context = await browser.newContext(options);
	context.setDefaultTimeout(20000);
	t.after(() => context.close());
	return context;
}


const openPage = (context, url = server.url) => open(context, url);


test('opensWithoutConsoleErrors', async t => {
	const page = await openPage(await newContext(t));

	assert.equal(await page.title(), 'WSDriver: chat and echo');
	assert.equal(await text(page, 'chat-state'), 'Not connected');
	assert.equal(await text(page, 'echo-state'), 'Not connected');
	assert.ok(await page.locator('.top img').evaluate(image => image.complete && image.naturalWidth > 0), 'icon.svg is shown');
	assert.deepEqual(page.problems, []);
});


test('bringsAStrictContentSecurityPolicy', async t => {
	const page = await openPage(await newContext(t));

	const blocked = await page.evaluate(() => new Promise(resolve => {
		document.addEventListener('securitypolicyviolation', event => resolve(event.effectiveDirective));
		const script = document.createElement('script');
		script.textContent = 'window.inlineScriptRan = true';
		document.body.append(script);
	}));

	assert.equal(blocked, 'script-src-elem');
	assert.equal(await page.evaluate(() => window.inlineScriptRan), undefined);
});


test('chatsBetweenTwoTabs', async t => {
	const context = await newContext(t);
	const ada = await openPage(context);
	const zoe = await openPage(context);

	await joinChat(ada, 'Ada');
	await joinChat(zoe, 'Zoë & Co');
	await notice(ada, 'Zoë & Co joined').waitFor();
	await say(ada, 'Good morning 🌍');
	await message(zoe, 'Good morning 🌍').waitFor();
	await say(zoe, '<b>tags</b>: stay & "text"');
	await message(ada, '<b>tags</b>: stay & "text"').waitFor();

	assert.equal(await ada.locator('.message.own').count(), 1);
	assert.equal(await ada.locator('.message.own .name').textContent(), 'Ada (you)');
	assert.equal(await ada.locator('.message:not(.own) .name').textContent(), 'Zoë & Co');
	assert.equal(await zoe.locator('.message.own .name').textContent(), 'Zoë & Co (you)');
	assert.equal(await text(ada, 'chat-detail'), 'You are Ada.');

	await zoe.click('#chat-toggle');
	await state(zoe, 'chat', 'closed');
	await notice(ada, 'Zoë & Co left').waitFor();
	assert.equal(await text(zoe, 'chat-code'), '1000');
	assert.deepEqual([...ada.problems, ...zoe.problems], []);
});


test('serverNamesAGuest', async t => {
	const context = await newContext(t);
	const first = await openPage(context);
	const second = await openPage(context);

	await joinChat(first, '');
	await joinChat(second, '');
	await say(first, 'Hello from nobody');
	await say(second, 'Hello from nobody');

	for (const page of [first, second]) assert.match(await page.locator('.message.own .name').textContent(), /^guest-\d+ \(you\)$/);
	assert.notEqual(await text(first, 'chat-detail'), await text(second, 'chat-detail'));
});


test('nicknameHasNoColon', async t => {
	const page = await openPage(await newContext(t));

	await page.fill('#chat-name', 'a:b');
	await page.click('#chat-toggle');

	await page.locator('#chat-hint.bad').waitFor();
	assert.equal(await page.locator('#chat-link').getAttribute('data-state'), 'idle');
});


test('echoesText', async t => {
	const page = await openPage(await newContext(t));
	await connectEcho(page);

	assert.deepEqual(await sendText(page, 'Grüße, 世界 👋🏽'), { type: 'text', size: 24, check: 'same', preview: 'Grüße, 世界 👋🏽' });
	assert.deepEqual(await sendText(page, '<i>not a tag</i>'), { type: 'text', size: 16, check: 'same', preview: '<i>not a tag</i>' });
	assert.deepEqual(await sendText(page, ''), { type: 'text', size: 0, check: 'same', preview: 'empty' });
	assert.deepEqual(page.problems, []);
});


test('echoesBinaryOfEveryLengthForm', async t => {
	const page = await openPage(await newContext(t));
	await connectEcho(page);

	for (const length of [0, 1, 125, 126, 65535, 65536]) {
		const { type, size, check } = await sendBinary(page, length);
		assert.deepEqual({ type, size, check }, { type: 'binary', size: length, check: 'same' });
	}
	await shows(page, 'sum-same', '6');
	await shows(page, 'sum-different', '0');
});


test('echoesOneMebibyteOfTextAndOfBinary', async t => {
	const page = await openPage(await newContext(t));
	await connectEcho(page);

	for (const type of ['text', 'binary']) {
		const row = await echoed(page, () => page.click(`#echo-large-${type}`));
		assert.deepEqual({ ...row, preview: '' }, { type, size: MEBIBYTE, check: 'same', preview: '' });
	}
	assert.deepEqual(page.problems, []);
});


test('alteredEchoIsShownAsDifferent', async t => {
	const context = await newContext(t);
	await context.routeWebSocket('**/echo', socket => {
		const server = socket.connectToServer();
		server.onMessage(echo => socket.send(echo === 'twist' ? 'twisT' : echo));
	});
	const page = await openPage(context);
	await connectEcho(page);

	assert.equal((await sendText(page, 'straight')).check, 'same');
	assert.deepEqual(await sendText(page, 'twist'), { type: 'text', size: 5, check: 'different', preview: 'twisT' });
	assert.match(await page.locator('tr[data-check=different] .check').textContent(), /from 4 on/);
	await shows(page, 'sum-different', '1');
});


test('logStaysWhereItsReaderHasScrolled', async t => {
	const page = await openPage(await newContext(t));
	const atEnd = () => page.waitForFunction(() => {
		const { scrollTop, scrollHeight, clientHeight } = document.getElementById('echo-log');
		return scrollHeight > clientHeight && scrollHeight - scrollTop - clientHeight < 8;
	});
	await connectEcho(page);
	await page.evaluate(() => { for (let n = 0; n < 20; ++n) document.getElementById('echo-send-text').click(); });
	await page.locator('#echo-rows tr[data-kind=received][data-number="20"]').waitFor();
	await atEnd();

	await page.locator('#echo-log').evaluate(log => { log.scrollTop = 0; });
	await page.waitForFunction(() => !document.getElementById('echo-log').classList.contains('following'));
	await sendText(page, 'one more');
	assert.equal(await page.locator('#echo-log').evaluate(log => log.scrollTop), 0);

	await page.click('#echo-newest');
	await atEnd();
	assert.equal(await page.locator('#echo-newest').isVisible(), false);
});


test('logIsBounded', async t => {
	const page = await openPage(await newContext(t));
	await connectEcho(page);

	await page.evaluate(() => { for (let n = 0; n < 600; ++n) document.getElementById('echo-send-text').click(); });
	await page.locator('#echo-rows tr[data-kind=received][data-number="600"]').waitFor();

	assert.equal(await page.locator('#echo-rows tr').count(), 500);
	await shows(page, 'sum-same', '600');
});


test('closeCodeAndReasonAreShown', async t => {
	const page = await openPage(await newContext(t));
	await connectEcho(page);

	await page.fill('#echo-close-code', '4001');
	await page.fill('#echo-close-reason', 'bis später 👋');
	await page.click('#echo-close');
	await state(page, 'echo', 'closed');

	assert.equal(await text(page, 'echo-code'), '4001');
	assert.equal(await text(page, 'echo-reason'), 'bis später 👋');
	assert.match(await text(page, 'echo-detail'), /application code/);
	assert.match(await page.locator('#echo-rows tr[data-state=closed]').textContent(), /4001.*bis später 👋/);
	assert.deepEqual(page.problems, []);
});


test('closeIsCheckedBeforeItIsSent', async t => {
	const page = await openPage(await newContext(t));
	await connectEcho(page);

	for (const [code, reason, field] of [['1001', '', 'code'], ['2999', '', 'code'], ['5000', '', 'code'], ['abc', '', 'code'], ['1000', 'ü'.repeat(62), 'reason']]) {
		await page.fill('#echo-close-code', code);
		await page.fill('#echo-close-reason', reason);
		await page.click('#echo-close');
		await page.locator(`#echo-close-${field}[aria-invalid=true]`).waitFor();
		assert.equal(await page.locator('#echo-link').getAttribute('data-state'), 'open');
	}

	await page.fill('#echo-close-reason', 'x'.repeat(123));
	await page.click('#echo-close');
	await state(page, 'echo', 'closed');
	assert.equal(await text(page, 'echo-reason'), 'x'.repeat(123));
});


test('subprotocolIsNegotiatedOrItsFailureExplained', async t => {
	const speaking = await startServer('--protocol', 'chat.v2');
	t.after(() => speaking.stop());
	const page = await openPage(await newContext(t), speaking.url);

	await connectEcho(page, 'chat.v3, chat.v2');
	assert.match(await text(page, 'echo-detail'), /Subprotocol: chat\.v2\./);
	await page.click('#echo-toggle');
	await state(page, 'echo', 'closed');

	for (const [wanted, named] of [['unheard-of', /is not running, or it does not speak “unheard-of”/], ['bad[]token', /'bad\[\]token' is invalid/]]) {
		await page.fill('#echo-protocol', wanted);
		await page.click('#echo-toggle');
		await page.locator('#echo-link[data-state=failed] #echo-detail').filter({ hasText: named }).waitFor();
		assert.equal(await text(page, 'echo-state'), 'Could not connect');
	}
});


test('serverStopIsShownAs1001', async t => {
	const stopping = await startServer();
	let code;
	t.after(() => code === undefined && stopping.stop());
	const page = await openPage(await newContext(t), stopping.url);
	await joinChat(page, 'Ada');
	await connectEcho(page);

	code = await stopping.stop();
	await state(page, 'echo', 'closed');
	await state(page, 'chat', 'closed');

	assert.equal(code, 0);
	assert.equal(await text(page, 'echo-code'), '1001');
	assert.equal(await text(page, 'chat-code'), '1001');
	assert.match(await text(page, 'echo-detail'), /going away, closed by the server/);
	assert.deepEqual(page.problems, []);

	await page.click('#echo-toggle');
	await state(page, 'echo', 'failed');
	assert.match(await text(page, 'echo-detail'), /is not running/);
});


test('worksOverTLS', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'wsdriver-tls-'));
	t.after(() => rmSync(folder, { recursive: true }));
	const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
	execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1',
		'-subj', '/CN=localhost', '-keyout', key, '-out', certificate], { stdio: 'ignore' });
	for (const engine of ['loop', 'httpserver']) {
		const secure = await startServer('--engine', engine, '--tls-cert', certificate, '--tls-key', key);
		t.after(() => secure.stop());
		const page = await openPage(await newContext(t, { ...WIDE, ignoreHTTPSErrors: true }), secure.url);
		assert.match(page.url(), /^https:/);

		await joinChat(page, 'Ada');
		await say(page, 'over TLS');
		await connectEcho(page);
		const row = await echoed(page, () => page.click('#echo-large-binary'));
		assert.deepEqual({ size: row.size, check: row.check }, { size: MEBIBYTE, check: 'same' });
		assert.deepEqual(page.problems, []);
	}
});


test('worksFromTheKeyboard', async t => {
	const page = await openPage(await newContext(t));

	await page.focus('#chat-name');
	await page.keyboard.type('Ada');
	await page.keyboard.press('Enter');
	await state(page, 'chat', 'open');
	await page.keyboard.type('typed');                  // the focus has moved to the message
	await page.keyboard.press('Enter');
	await message(page, 'typed').waitFor();

	await page.focus('#echo-toggle');
	await page.keyboard.press('Space');
	await state(page, 'echo', 'open');
	await page.focus('#echo-close');
	await page.keyboard.press('Space');
	await state(page, 'echo', 'closed');
	assert.equal(await page.evaluate(() => document.activeElement.id), 'echo-toggle');
});


// A chat under way and a filled log, in light, in dark and on a phone; nothing is wider than its screen.
test('screenshots', async t => {
	const looks = {
		light: { ...WIDE, colorScheme: 'light' }, dark: { ...WIDE, colorScheme: 'dark' },
		narrow: { ...NARROW, colorScheme: 'light' }, 'narrow-dark': { ...NARROW, viewport: { width: 360, height: 740 }, colorScheme: 'dark' }
	};
	const pages = {};
	for (const [name, look] of Object.entries(looks)) pages[name] = await openPage(await newContext(t, look));

	const names = { light: 'Ada', dark: 'Grace', narrow: 'Linus', 'narrow-dark': '' };
	for (const name of Object.keys(pages)) await joinChat(pages[name], names[name]);
	await say(pages.light, 'Good morning! Who is on the wire today?');
	await say(pages.dark, 'Grace, on the dark side of the screen.');
	await say(pages.dark, 'Frames look fine from here 😀');
	await say(pages.narrow, 'On the phone, in the train.');
	await say(pages['narrow-dark'], 'And a guest, on an even smaller one. Every ping is answered, they say.');
	await say(pages.light, 'Then the driver works for everybody.');

	for (const [name, page] of Object.entries(pages)) {
		await message(page, 'Then the driver works for everybody.').waitFor();
		if (name.startsWith('narrow')) await shoot(page, `${name}-chat`);
		if (name.startsWith('narrow')) await page.click('#view-echo');
		await fillLog(page);
		await shoot(page, name);
		assert.deepEqual(page.problems, []);
	}
});


async function fillLog(page) {
	await connectEcho(page);
	for (const length of [0, 125, 126, 65536]) await sendBinary(page, length);
	await sendText(page, 'Grüße, κόσμε 😀');
	await echoed(page, () => page.click('#echo-large-text'));
	await echoed(page, () => page.click('#echo-large-binary'));
	await page.fill('#echo-close-code', '4001');
	await page.fill('#echo-close-reason', 'enough for today');
	await page.click('#echo-close');
	await state(page, 'echo', 'closed');
	await connectEcho(page);
	await sendText(page, 'And on we go.');
}


async function shoot(page, name) {
	const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
	assert.ok(content <= screen, `${name}: ${content} px of content on ${screen} px`);
	await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true, animations: 'disabled' });
}
