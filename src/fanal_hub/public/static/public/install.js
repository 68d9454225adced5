// Makes the hub installable on a phone, so that a post can be shared into the form. Every page works without this file.
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => {});
