// What the tests do with the page, by the ids of its elements.

// A tab with the page; problems holds what its console, its scripts and its requests complained of.
export async function open(context, url) {
	const page = await context.newPage();
	page.problems = [];
	page.on('console', message => { if (['error', 'warning'].includes(message.type())) page.problems.push(message.text()); });
	page.on('pageerror', error => page.problems.push(error.message));
	page.on('requestfailed', request => page.problems.push(`${request.url()}: ${request.failure().errorText}`));
	page.on('response', response => { if (response.status() >= 400) page.problems.push(`${response.url()}: ${response.status()}`); });
	await page.goto(url);
	return page;
}


export const state = (page, name, wanted) => page.locator(`#${name}-link[data-state=${wanted}]`).waitFor();
export const shows = (page, id, words) => page.locator(`#${id}`).and(page.getByText(words, { exact: true })).waitFor();
export const text = (page, id) => page.locator(`#${id}`).textContent();


export async function joinChat(page, name) {
	await page.fill('#chat-name', name);
	await page.click('#chat-toggle');
	await state(page, 'chat', 'open');
}


export async function say(page, words) {
	await page.fill('#chat-text', words);
	await page.press('#chat-text', 'Enter');
	await message(page, words, '.own').last().waitFor();
}


export const message = (page, words, kind = '') => page.locator(`#chat-log .message${kind}`).filter({ has: page.getByText(words, { exact: true }) });
export const notice = (page, words) => page.locator('#chat-log .notice').filter({ has: page.getByText(words, { exact: true }) });


export async function connectEcho(page, protocols = '') {
	await page.fill('#echo-protocol', protocols);
	await page.click('#echo-toggle');
	await state(page, 'echo', 'open');
}


// Acts, and waits for the one echo that this causes; returns what its row says.
export async function echoed(page, act) {
	const number = await page.locator('#echo-rows tr[data-kind=sent]').count() + 1;
	await act();
	const row = page.locator(`#echo-rows tr[data-kind=received][data-number="${number}"]`);
	await row.waitFor();
	const { type, size, check } = await row.evaluate(found => ({ ...found.dataset }));
	return { type, size: Number(size), check, preview: await row.locator('.preview').textContent() };
}


export async function sendText(page, words) {
	return echoed(page, async () => {
		await page.fill('#echo-text', words);
		await page.click('#echo-send-text');
	});
}


export async function sendBinary(page, length) {
	return echoed(page, async () => {
		await page.fill('#echo-size', String(length));
		await page.click('#echo-send-binary');
	});
}
