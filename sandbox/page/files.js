// Files that a person picks, as the person side takes them.

/** `{name, mime, base64}` of a file. */
export async function packed(file) {
  const address = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
  return { name: file.name, mime: file.type || "application/octet-stream", base64: address.split(",")[1] };
}
