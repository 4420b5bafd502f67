// Chromium's WebSocket over TLS, to each engine of our server, by a page that comes from the same port.
import { X509Certificate, createHash } from 'node:crypto';
import { launch } from '../browser/chromium.mjs';
import { open } from '../browser/page.mjs';
import { EMOJI, certificates, equal, interopServer, main } from './support.mjs';

const MEBIBYTE = 1048576;


const withCertificate = (name, ...options) => interopServer('--certificate', certificates().file(`${name}.pem`), '--key', certificates().file(`${name}.key`), ...options);


// What Chromium wants to know of a certificate that it shall accept: the hash of its public key.
function fingerprint(name) {
	const { publicKey } = new X509Certificate(certificates().read(`${name}.pem`));
	return createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('base64');
}


// Within the page: opens a socket, sends the texts, waits for an answer to each, and closes with 4001.
async function converse([url, texts, size]) {
	const socket = new WebSocket(url);
	socket.binaryType = 'arraybuffer';
	const next = type => new Promise((resolve, reject) => {
		socket[`on${type}`] = resolve;
		socket.onerror = () => reject(new Error(`no ${type}`));
	});
	await next('open');
	const answers = [];
	for (const text of texts) {
		socket.send(text);
		answers.push((await next('message')).data);
	}
	const binary = Uint8Array.from({ length: size }, (_, i) => i * 31);
	socket.send(binary);
	const echo = new Uint8Array((await next('message')).data);
	const same = echo.length === size && echo.every((byte, i) => byte === binary[i]);
	socket.close(4001, 'bis später 👋');
	const { code, reason, wasClean } = await next('close');
	return { answers, same, ending: [code, reason, wasClean] };
}


async function checkEngine(browser, engine, name, settings) {
	const server = withCertificate(name, '--engine', engine);
	const url = await server.url();
	const context = await browser.newContext(settings);
	const page = await open(context, url.replace('wss:', 'https:'));
	const { answers, same, ending } = await page.evaluate(converse, [`${url}/commands`, [EMOJI, 'secure', 'x'.repeat(MEBIBYTE)], MEBIBYTE]);
	equal(`${engine}: texts come back`, [answers[0], answers[2].length], [EMOJI, MEBIBYTE]);
	equal('our server knows that it is secure', answers[1], 'yes');
	equal('binary comes back', same, true);
	equal('so does the close', ending, [4001, 'bis später 👋', true]);
	equal('which our server sees', await server.line(), 'closed 4001 bis später 👋');
	equal('the console has nothing to complain of', page.problems, []);

	const going = page.evaluate(address => new Promise(resolve => {
		const socket = new WebSocket(address);
		socket.onopen = () => socket.send('here');
		socket.onmessage = () => { document.title = 'open'; };
		socket.onclose = ({ code }) => resolve(code);
	}), `${url}/commands`);
	await page.waitForFunction(() => document.title === 'open');
	equal('our server ends with 0', await server.stop(), 0);
	equal('and closes with 1001 before', await going, 1001);
	await context.close();
}


// A page whose certificate is accepted asks servers whose certificates are not.
async function checkRefusals(browser) {
	const trusted = withCertificate('self-signed');
	const address = (await trusted.url()).replace('wss:', 'https:');
	const context = await browser.newContext();
	for (const [name, error] of [['unknown-authority', 'ERR_CERT_AUTHORITY_INVALID'], ['expired', 'ERR_CERT_AUTHORITY_INVALID']]) {
		const server = withCertificate(name);
		const url = `${await server.url()}/commands`;
		const page = await open(context, address);
		const code = await page.evaluate(asked => new Promise(resolve => { new WebSocket(asked).onclose = ending => resolve(ending.code); }), url);
		equal(`${name}: Chromium does not connect`, code, 1006);
		equal('because of the certificate', page.problems.filter(problem => problem.includes(error)).length, 1);
		equal('our server has lived through that', await server.stop(), 0);
		await page.close();
	}
	await context.close();
	await trusted.stop();
}


await main(async () => {
	const browser = await launch(`--ignore-certificate-errors-spki-list=${fingerprint('self-signed')}`);
	console.log(`# Chromium ${browser.version()}`);
	await checkEngine(browser, 'loop', 'self-signed', {});
	for (const engine of ['loop', 'httpserver', 'hand-over']) await checkEngine(browser, engine, 'server', { ignoreHTTPSErrors: true });
	await checkRefusals(browser);
	await browser.close();
});
