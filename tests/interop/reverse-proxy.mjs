// reverse-proxy.mjs nginx|haproxy: the proxy in front of wsdriver serve, as framework/doc/reverse-proxies.md sets it up, driven by
// our client, npm's ws and Chromium.
import { connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import WebSocket from 'ws';
import { launch } from '../browser/chromium.mjs';
import { connectEcho, echoed, open, sendBinary, sendText, state, text } from '../browser/page.mjs';
import { Meter, records } from './deflate.mjs';
import { startProxy } from './proxies.mjs';
import { Child, EMOJI, bytes, certificates, check, equal, interopServer, main, runClient, textOf } from './support.mjs';

const MEBIBYTE = 1048576;
const HIXIE_KEYS = ['Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5', 'Sec-WebSocket-Key2: 12998 5 Y3 1  .P00'];        // of draft 76, 1.2
const HIXIE_CLOSE = '\xff\x00';

const [kind] = process.argv.slice(2);
const folder = join(process.env.FOLDER, kind);        // for logs and screenshots


async function openSocket(url, origin, options = {}) {
	const ws = new WebSocket(url, { ...options, origin, rejectUnauthorized: false });        // the certificate is of our own making
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


async function statusOf(url, origin, headers = {}) {
	const ws = new WebSocket(url, { origin, headers, rejectUnauthorized: false });
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


async function checkDeflate(url, origin) {
	const ws = await openSocket(`${url}/deflate`, origin);
	const meter = new Meter(ws._socket);
	equal('permessage-deflate is negotiated', ws.extensions, 'permessage-deflate');
	equal('by our server, too', await echoOne(ws, 'negotiated'), 'permessage-deflate; client_max_window_bits=12');
	for (const data of [bytes(MEBIBYTE), '', records(MEBIBYTE)]) {
		meter.take();
		equal(`${Buffer.byteLength(data)} bytes come back`, await echoOne(ws, data), data);
	}
	for (const size of meter.take()) check('the text took less than half of its bytes', size < MEBIBYTE / 2, `${size}`);
	ws.close(1000);
	equal('a close comes back', await ws.closed, [1000, '']);
}


// What wsdriver serve does not do.
async function checkCommands() {
	const server = interopServer();
	const { host } = new URL(await server.url());
	const proxy = await startProxy(kind, `${folder}-commands`, host);
	const [plain, tls] = [`127.0.0.1:${proxy.plain}`, `127.0.0.1:${proxy.tls}`];

	const ws = await openSocket(`ws://${plain}/commands`, `http://${plain}`);
	equal('the server\'s ping is answered', await echoOne(ws, 'ping are you there? 😀'), 'answered: are you there? 😀');
	ws.close(1000);
	equal('the server sees the close', await server.line(), 'closed 1000 ');
	for (const code of [1000, 1001, 1008, 1011, 1013, 3000, 4999]) {
		const closing = await openSocket(`wss://${tls}/commands`, `https://${tls}`);
		closing.send(`close ${code} because 🙂`);
		equal(`the server's close with ${code} comes through`, await closing.closed, [code, 'because 🙂']);
		equal('and its answer', await server.line(), `closed ${code} because 🙂`);
	}

	for (const [scheme, place] of [['', plain], ['s', tls]]) {
		await checkDeflate(`ws${scheme}://${place}`, `http${scheme}://${place}`);
		equal('which the server sees', await server.line(), 'closed 1000 ');
	}

	const trusting = `wss://${tls}/trusting`;
	equal('a server that trusts the proxy accepts its pages', await statusOf(trusting, `https://${tls}`), 101);
	equal('but over TLS none of http', await statusOf(trusting, `http://${tls}`), 403);
	const forged = { 'X-Forwarded-Host': 'elsewhere.example', 'X-Forwarded-Proto': 'http' };
	equal('and nothing that the client has put in', await statusOf(trusting, 'http://elsewhere.example', forged), 403);
	equal('nor is it refused for that', await statusOf(trusting, `https://${tls}`, forged), 101);
	equal('the server ends with 0', await server.stop(), 0);
	await proxy.stop();
}


// HAProxy says whose bytes it hands on, with version 2 of the PROXY protocol: of requests, with TLS to us as well, and of mere
// TCP, where the TLS in it is the client's.
async function checkProxyProtocol() {
	const { file } = certificates();
	const bytesOnly = { 'mode http': 'mode tcp' };
	for (const [name, over, place, changes] of [
		['requests', '', 'send-proxy-v2', {}],
		['requests, over TLS to us', 's', 'send-proxy-v2 ssl verify none', {}],
		['TCP', '', 'send-proxy-v2', bytesOnly],
		['TLS within TCP', 's', 'send-proxy-v2', bytesOnly]
	]) {
		const tls = over ? ['--certificate', file('server.pem'), '--key', file('server.key')] : [];
		const server = interopServer('--engine', 'loop', '--proxy-protocol', '127.0.0.1', ...tls);
		const { host } = new URL(await server.url());
		const proxy = await startProxy(kind, `${folder}-v2`, host, { ...changes, '127.0.0.1:8080': `${host} ${place}` });
		const scheme = name === 'TLS within TCP' ? 'wss' : 'ws';
		const ws = await openSocket(`${scheme}://127.0.0.1:${proxy.plain}/commands`, undefined, { localAddress: '127.0.0.2' });
		equal(`${name}: our server knows the client`, await echoOne(ws, 'address'), '127.0.0.2');
		equal('and whether it was spoken to over TLS', await echoOne(ws, 'secure'), over ? 'yes' : 'no');
		equal('what it sends comes back', await echoOne(ws, textOf(MEBIBYTE)), textOf(MEBIBYTE));
		ws.close(1000);
		equal('a close comes back', await ws.closed, [1000, '']);
		const direct = new WebSocket(`ws${over}://${host}/commands`, { rejectUnauthorized: false });
		const [error] = await once(direct, 'error');
		check('who comes without the header is cut', error instanceof Error);
		equal('our server ends with 0', await server.stop(), 0);
		await proxy.stop();
	}
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


// A draft's head, and what follows it at once or behind the answer's head; until the answer's ending, or its end.
async function speakDraft(port, keys, rest, waits, ending) {
	const socket = connect(port, '127.0.0.1');
	let answer = '';
	const closed = new Promise(resolve => socket.on('close', resolve));
	const answered = new Promise(resolve => socket.on('data', chunk => {
		answer += chunk.toString('latin1');
		if (answer.includes('\r\n\r\n')) resolve();
		if (answer.endsWith(ending)) socket.end();
	}));
	socket.on('error', () => {});        // HAProxy closes at once
	const head = ['GET /echo HTTP/1.1', `Host: 127.0.0.1:${port}`, 'Connection: Upgrade', 'Upgrade: WebSocket', `Origin: http://127.0.0.1:${port}`];
	socket.write([...head, ...keys, '', ''].join('\r\n'));
	if (waits) await Promise.race([answered, closed]);
	socket.write(rest, 'latin1');
	await closed;
	return answer;
}


async function checkDrafts(port) {
	const hybi = await openSocket(`ws://127.0.0.1:${port}/echo`, `http://127.0.0.1:${port}`, { protocolVersion: 8 });
	equal('hybi-8 passes', await echoOne(hybi, EMOJI), EMOJI);
	hybi.close(1000);
	await hybi.closed;

	const body = `^n:ds[4U\x00Hello\xff${HIXIE_CLOSE}`;
	for (const [name, keys, rest, waits, ending] of [
		['hixie-75', [], '\x00Hello\xff', true, '\x00Hello\xff'],
		['hixie-76', HIXIE_KEYS, body, false, `8jKS'y:G*Co,Wxa-\x00Hello\xff${HIXIE_CLOSE}`],
		['hixie-76, its body later', HIXIE_KEYS, body, true, `8jKS'y:G*Co,Wxa-\x00Hello\xff${HIXIE_CLOSE}`]
	]) {
		const answer = await speakDraft(port, keys, rest, waits, ending);
		if (kind === 'haproxy') check(`HAProxy refuses ${name}`, answer.startsWith('HTTP/1.1 400 '), answer);
		else check(`nginx passes ${name}`, answer.startsWith('HTTP/1.1 101 ') && answer.endsWith(`\r\n\r\n${ending}`), answer);
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
	await checkCommands();
	if (kind === 'haproxy') await checkProxyProtocol();

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
