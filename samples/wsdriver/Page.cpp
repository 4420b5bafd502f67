//
// Page.cpp
//
// The web page, from files.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Page.h"
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string_view>
#include <utility>


namespace Tool {


using Poco::Net::HTTPResponse;
using Poco::Net::HTTPServerRequest;
using Poco::Net::HTTPServerResponse;


namespace {


const char PLAIN_TEXT[] = "text/plain; charset=utf-8";


std::string contentTypeOf(const std::string& name)
{
	static const std::map<std::string, std::string> types{
		{".html", "text/html; charset=utf-8"},
		{".css", "text/css; charset=utf-8"},
		{".js", "text/javascript; charset=utf-8"},
		{".json", "application/json"},
		{".txt", PLAIN_TEXT},
		{".svg", "image/svg+xml"},
		{".png", "image/png"},
		{".ico", "image/x-icon"},
		{".woff2", "font/woff2"}};
	const auto found = types.find(std::filesystem::path(name).extension());
	return found != types.end() ? found->second : "application/octet-stream";
}


bool isPlainName(const std::string& name)
{
	const std::string_view others = "-_.";
	return !name.empty() && name.front() != '.' && std::all_of(name.begin(), name.end(), [&](unsigned char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || others.find(c) != others.npos;
	});
}


std::optional<std::string> contentOf(const std::filesystem::path& file)
{
	std::error_code error;
	if (!std::filesystem::is_regular_file(file, error)) return {};
	std::ifstream stream(file, std::ios::binary);
	if (!stream) return {};
	return std::string(std::istreambuf_iterator<char>(stream), {});
}


class PageHandler: public Poco::Net::HTTPRequestHandler
{
public:
	PageHandler(const std::filesystem::path& folder, const std::set<std::string>& endpoints):
		_folder(folder),
		_endpoints(endpoints)
	{
	}

	void handleRequest(HTTPServerRequest& request, HTTPServerResponse& response) override
	{
		const auto& method = request.getMethod();
		const auto path = request.getURI().substr(0, request.getURI().find('?'));
		if (request.has("Content-Length") || request.has("Transfer-Encoding")) response.setKeepAlive(false);        // nobody reads a body
		if (_endpoints.contains(path))
		{
			response.set("Upgrade", "websocket");
			refuse(response, HTTPResponse::HTTP_UPGRADE_REQUIRED, path + " speaks WebSocket only.\n");
		}
		else if (method != "GET" && method != "HEAD")
		{
			response.set("Allow", "GET, HEAD");
			refuse(response, HTTPResponse::HTTP_METHOD_NOT_ALLOWED, "Only GET and HEAD.\n");
		}
		else sendFile(path == "/" ? "/index.html" : path, response);
	}

private:
	void sendFile(const std::string& path, HTTPServerResponse& response) const
	{
		const auto name = path.starts_with('/') ? path.substr(1) : "";
		const auto content = isPlainName(name) ? contentOf(_folder / name) : std::nullopt;
		if (content) send(response, contentTypeOf(name), *content);
		else refuse(response, HTTPResponse::HTTP_NOT_FOUND, "There is no such file.\n");
	}

	static void refuse(HTTPServerResponse& response, HTTPResponse::HTTPStatus status, const std::string& text)
	{
		response.setStatusAndReason(status);
		response.setKeepAlive(false);
		send(response, PLAIN_TEXT, text);
	}

	static void send(HTTPServerResponse& response, const std::string& contentType, const std::string& content)
	{
		response.setContentType(contentType);
		response.set("Cache-Control", "no-cache");
		response.set("Content-Security-Policy", "default-src 'self'; connect-src 'self' ws: wss:");
		response.set("X-Content-Type-Options", "nosniff");
		response.sendBuffer(content.data(), content.size());
	}

	const std::filesystem::path& _folder;
	const std::set<std::string>& _endpoints;
};


} // namespace


Page::Page(std::filesystem::path folder, std::set<std::string> endpoints):
	_folder(std::move(folder)),
	_endpoints(std::move(endpoints))
{
}


Poco::Net::HTTPRequestHandler* Page::createRequestHandler(const HTTPServerRequest&)
{
	return new PageHandler(_folder, _endpoints);
}


} // namespace Tool
