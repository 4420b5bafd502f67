// reverse-proxy.mjs nginx|haproxy: the proxy in front of wsdriver serve, as framework/doc/reverse-proxies.md sets it up, driven by
// our client, npm's ws and Chromium.
import { connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import WebSocket from 'ws';
import { launch } from '../browser/chromium.mjs';
import { connectEcho, echoed, open, sendBinary, sendText, state, text } from '../browser/page.mjs';
import { startProxy } from './proxies.mjs';
import { Child, EMOJI, bytes, check, equal, main, runClient, textOf } from './support.mjs';

const MEBIBYTE = 1048576;

const [kind] = process.argv.slice(2);
const folder = join(process.env.FOLDER, kind);        // for logs and screenshots


async function openSocket(url, origin) {
	const ws = new WebSocket(url, { origin, rejectUnauthorized: false });
	ws.closed = once(ws, 'close').then(([code, reason]) => [code, `${reason}`]);
	await once(ws, 'open');
	return ws;
}


async function echoOne(ws, data) {
	ws.send(data);
	const [echo, isBinary] = await once(ws, 'message');
	return isBinary ? echo : `${echo}`;
}


async function checkSocket(url, origin) {
	const ws = await openSocket(`${url}/echo`, origin);
	for (const data of [EMOJI, '', textOf(MEBIBYTE)]) equal(`${url.split(':')[0]}: text of ${Buffer.byteLength(data)} bytes comes back`, await echoOne(ws, data), data);
	for (const size of [0, 65536, MEBIBYTE]) equal(`binary of ${size} bytes comes back`, await echoOne(ws, bytes(size)), bytes(size));
	ws.ping('are you there?');
	equal('a ping is answered', `${(await once(ws, 'pong'))[0]}`, 'are you there?');
	ws.close(4001, 'because 🙂');
	equal('a close comes back with its code and reason', await ws.closed, [4001, 'because 🙂']);

	const invalid = await openSocket(`${url}/echo`, origin);
	invalid.send(Buffer.from('c328', 'hex'), { binary: false });
	equal('the server\'s own close code comes through', (await invalid.closed)[0], 1007);
}


async function statusOf(url, origin) {
	const ws = new WebSocket(url, { origin, rejectUnauthorized: false });
	ws.on('error', () => {});
	const status = await Promise.race([once(ws, 'unexpected-response').then(([, response]) => response.statusCode), once(ws, 'open').then(() => 101)]);
	ws.terminate();
	return status;
}


async function checkRefusals({ plain, tls }) {
	const own = `http://127.0.0.1:${plain}`;
	equal('a foreign origin: 403', await statusOf(`ws://127.0.0.1:${plain}/echo`, 'http://elsewhere.example'), 403);
	equal('the proxy\'s host, but another port: 403', await statusOf(`ws://127.0.0.1:${plain}/echo`, 'http://127.0.0.1'), 403);
	equal('over TLS alike', await statusOf(`wss://127.0.0.1:${tls}/echo`, own), 403);
	equal('no such path: 404', await statusOf(`ws://127.0.0.1:${plain}/nothing`, own), 404);
}


async function checkPage(browser, url, name) {
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ignoreHTTPSErrors: true });
	const page = await open(context, `${url}/#echo`);
	await connectEcho(page);
	equal(`${name}: the page's text comes back`, (await sendText(page, 'Grüße, 世界 👋🏽')).check, 'same');
	equal('its binary comes back', (await sendBinary(page, 65536)).check, 'same');
	for (const type of ['text', 'binary']) {
		const { size, check: result } = await echoed(page, () => page.click(`#echo-large-${type}`));
		equal(`its mebibyte of ${type} comes back`, [size, result], [MEBIBYTE, 'same']);
	}
	await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });

	await page.fill('#echo-close-code', '4001');
	await page.fill('#echo-close-reason', 'bis später 👋');
	await page.click('#echo-close');
	await state(page, 'echo', 'closed');
	equal('its close comes back', [await text(page, 'echo-code'), await text(page, 'echo-reason')], ['4001', 'bis später 👋']);
	equal('its console has nothing to complain of', page.problems, []);
	await context.close();
}


async function checkForeignPage(browser, page, url) {
	const context = await browser.newContext();
	const foreign = await open(context, page);
	const ending = await foreign.evaluate(address => new Promise(resolve => {
		const socket = new WebSocket(address);
		socket.onopen = () => resolve('open');
		socket.onclose = ({ code }) => resolve(code);
	}), url);
	equal('a page of another origin does not connect', ending, 1006);
	equal('because of the 403', foreign.problems.filter(problem => problem.includes('403')).length, 1);
	await context.close();
}


// hixie-76, its eight bytes right behind the head or after the answer's, until the end.
async function speakDraft(port, waits = false) {
	const socket = connect(port, '127.0.0.1');
	let answer = '';
	const closed = new Promise(resolve => socket.on('close', resolve));
	const answered = new Promise(resolve => socket.on('data', chunk => {
		answer += chunk.toString('latin1');
		if (answer.includes('\r\n\r\n')) resolve();
	}));
	const head = [
		'GET /echo HTTP/1.1', `Host: 127.0.0.1:${port}`, 'Connection: Upgrade', 'Upgrade: WebSocket', `Origin: http://127.0.0.1:${port}`,
		'Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5', 'Sec-WebSocket-Key2: 12998 5 Y3 1  .P00', '', ''
	].join('\r\n');
	socket.write(head);
	if (waits) await answered;
	socket.write('^n:ds[4U\x00Hello\xff\xff\x00', 'latin1');
	await closed;
	return answer;
}


async function checkDrafts(port) {
	if (kind === 'haproxy') {
		const answer = await speakDraft(port);
		check('HAProxy refuses hixie-76', answer.startsWith('HTTP/1.1 400 '), answer);
		return;
	}
	for (const waits of [false, true]) {
		const answer = await speakDraft(port, waits);
		const passed = answer.startsWith('HTTP/1.1 101 ') && answer.endsWith('\r\n\r\n8jKS\'y:G*Co,Wxa-\x00Hello\xff\xff\x00');
		check(`hixie-76 passes nginx${waits ? ', its body later' : ''}`, passed, answer);
	}
}


// What the document warns of.
async function checkMistakes(server) {
	for (const [what, status, changes] of [
		['$host in place of $http_host', 403, { 'Host              $http_host': 'Host $host' }],
		['no Upgrade', 426, { 'proxy_set_header Upgrade           $http_upgrade;': '' }]
	]) {
		const wrong = await startProxy(kind, `${folder}-${status}`, server, changes);
		equal(`nginx with ${what}: ${status}`, await statusOf(`ws://127.0.0.1:${wrong.plain}/echo`, `http://127.0.0.1:${wrong.plain}`), status);
		await wrong.stop();
	}
}


await main(async () => {
	const server = new Child(process.env.WSDRIVER, 'serve', '--port', '0', '--drafts');
	const { host } = new URL(await server.url());
	const proxy = await startProxy(kind, folder, host);
	const [plain, tls] = [`127.0.0.1:${proxy.plain}`, `127.0.0.1:${proxy.tls}`];

	await runClient(`ws://${plain}/echo`);
	console.log(`# ${plain}, and over TLS ${tls}`);
	await checkSocket(`ws://${plain}`, `http://${plain}`);
	await checkSocket(`wss://${tls}`, `https://${tls}`);
	await checkRefusals(proxy);
	await checkDrafts(proxy.plain);
	if (kind === 'nginx') await checkMistakes(host);

	const browser = await launch();
	await checkPage(browser, `http://${plain}`, 'http');
	await checkPage(browser, `https://${tls}`, 'https');
	await checkForeignPage(browser, `http://${host}`, `ws://${plain}/echo`);
	await browser.close();

	const last = await openSocket(`ws://${plain}/echo`, `http://${plain}`);
	equal('wsdriver ends with 0', await server.stop(), 0);
	equal('and closes with 1001 before', (await last.closed)[0], 1001);
	await proxy.stop();
});
