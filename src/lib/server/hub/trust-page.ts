// What a hub with a certificate of its own authority says over plain HTTP: here is the root, and this
// is how each platform is told to trust it. Nothing else is served there.
import { createServer, type Server } from 'node:http';

const steps: { name: string; zh: string; en: string }[] = [
  {
    name: 'iPad',
    zh: '下载证书 → 设置 › 通用 › VPN 与设备管理：安装 → 设置 › 通用 › 关于本机 › 证书信任设置：打开开关。用 MDM 或 Apple Configurator 装的，立即受信任。',
    en: 'Download it → Settings › General › VPN & Device Management: install → Settings › General › About › Certificate Trust Settings: switch it on. Installed by MDM or Apple Configurator it is trusted at once.',
  },
  {
    name: 'Android',
    zh: '下载证书 → 设置 › 安全 › 加密与凭据 › 安装证书 › CA 证书。受管设备用 MDM 下发。',
    en: 'Download it → Settings › Security › Encryption & credentials › Install a certificate › CA certificate. On managed devices the MDM installs it.',
  },
  {
    name: 'ChromeOS',
    zh: '受管设备：在管理控制台的“网络 › 证书”里添加，并勾选用于 HTTPS。',
    en: 'Managed devices: add it in the admin console under Networks › Certificates, and allow it for HTTPS.',
  },
  {
    name: 'Windows',
    zh: '双击证书 → 安装证书 › 本地计算机 › 受信任的根证书颁发机构。',
    en: 'Open it → Install Certificate › Local Machine › Trusted Root Certification Authorities.',
  },
];

/** Serves the page and the root certificate; `address` is where the exhibition is, over HTTPS. */
export function createTrustPage(root: Buffer, address: string): Server {
  const page = Buffer.from(`<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>开放片场 · Open Set</title></head><body>
<h1>让平板信任这台主机 · Trust this hub</h1>
<p><a href="/open-set-root.crt">1. 下载证书 · Download the certificate</a></p>
<p>2. 按平台操作 · Then, by platform:</p>
<dl>${steps.map(({ name, zh, en }) => `<dt><strong>${name}</strong></dt><dd><p lang="zh-Hans">${zh}</p><p lang="en">${en}</p></dd>`).join('')}</dl>
<p>3. 打开展览 · Open the exhibition: <a href="${address}">${address}</a></p>
</body></html>`);
  return createServer((request, response) => {
    const path = request.url?.split('?')[0];
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Content-Security-Policy', "default-src 'none'");
    response.setHeader('Cache-Control', 'no-store');
    if (path === '/open-set-root.crt')
      response.writeHead(200, { 'Content-Type': 'application/x-x509-ca-cert' }).end(root);
    else response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page);
  });
}
