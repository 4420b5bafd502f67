//
// ServerDeflate.cpp
//
// An open server with permessage-deflate: any frames.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Registries.h"
#include "Requests.h"
#include "Rules.h"
#include "Trial.h"


using namespace WS;


extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
	static const Fuzz::Subject SUBJECT{
		.make = [](Listener& listener, std::shared_ptr<const Options> options) { return Fuzz::makeServer<Fuzz::deflateRequest>(listener, Fuzz::withDeflate(*options)); },
		.isAnswered = true,
		.demandValid = [](std::string_view written) { Fuzz::demandValidFrames(written, Role::SERVER, Rsv::RSV1); },
		.codecMemory = 4 * 1024 * 1024,
	};
	return Fuzz::tryOut(SUBJECT, data, size);
}
