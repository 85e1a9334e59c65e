import { launchChromium } from './helpers/chromium.ts';
const [,, port='5181', dir='/tmp/rec/shots', only='', hash='har'] = process.argv;
const b = await launchChromium();
for (const lang of ['en','ru']) for (const [w,h] of [[360,780],[768,1024],[1440,900]] as const) for (const scheme of ['light','dark'] as const) {
  const name = `${lang}-${w}-${scheme}`; if (only && !name.includes(only)) continue;
  const c = await b.newContext({ viewport: { width: w, height: h }, colorScheme: scheme });
  const p = await c.newPage();
  p.on('console', m => { if (['error','warning'].includes(m.type())) console.log(name, m.text()); });
  await p.goto(`http://localhost:${port}/${lang}/in-your-tools/#${hash}`); await p.waitForSelector('html[data-hydrated]', {timeout: 90000});
  await p.waitForTimeout(1500);
  if (w < 1440) await p.locator('#figure').evaluate((e) => e.scrollIntoView());
  await p.waitForTimeout(300);
  await p.screenshot({ path: `${dir}/${name}.png` });
  console.log(name, await p.evaluate(() => document.documentElement.scrollWidth - innerWidth));
  if (scheme === 'light') { const hgt = await p.evaluate(() => document.documentElement.scrollHeight); await p.evaluate(() => scrollTo(0,0)); for (let i=0;i<5;i++){ const y = Math.floor(hgt*i/5); await p.evaluate((y)=>scrollTo(0,y), y); await p.waitForTimeout(150); await p.screenshot({ path: `${dir}/${name}-p${i}.png` }); } }
  await c.close();
}
await b.close();
